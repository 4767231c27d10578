package dev.chandler.cli.command;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.module.ModuleGraph;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code chandler module remove}: has a manifest no longer use a module. */
@Command(
        name = "remove",
        description = "Take a module out of a manifest's \"modules:\", and out of chandler.lock what nobody uses then."
                + " Nothing is written unless the manifest then loads.",
        footer = "  chandler module remove web/nginx")
final class ModuleRemoveCommand extends ModuleProjectCommand {

    @Parameters(paramLabel = "NAME", description = "The module's name, or what the manifest calls it.")
    private String name = "";

    ModuleRemoveCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        ManifestEdit edit = new ManifestEdit(manifestFile(), console());
        ModulesBlock block = new ModulesBlock(edit.read());
        UsedModules before = used(wiring, wiring.resolving(), List.of(edit.file()));
        List<Location> places = places(before);
        List<Location> listed = places.stream().filter(block::has).toList();
        if (listed.isEmpty()) {
            throw elsewhere(places);
        }
        edit.write(block.without(listed), file -> used(wiring, wiring.resolving(), List.of(file)));
        console().out().println("took " + name + " out of " + shown(edit.file()));
        ModuleLocking locking = new ModuleLocking(wiring, console());
        Lockfile lock = wiring.lock();
        locking.without(before.names(), used(wiring, wiring.resolving(), projectManifests(edit.file())));
        locking.report(lock);
        return ExitCode.DONE;
    }

    private List<Location> places(UsedModules used) {
        List<Location> places = used.graphs().stream()
                .flatMap(graph -> graph.uses().stream().filter(link -> isMeant(link, graph)))
                .map(link -> link.use().place())
                .distinct()
                .toList();
        if (places.isEmpty()) {
            throw ModuleLocking.unused(name, used.names());
        }
        return places;
    }

    private boolean isMeant(ModuleGraph.Link link, ModuleGraph graph) {
        String written = link.use().reference();
        return graph.module(link.place()).name().equals(name) || written.equals(name) || written.startsWith(name + "@");
    }

    private ManifestException elsewhere(List<Location> places) {
        return new ManifestException(Problem.of("CH-MODULE-072", "\"" + name + "\" is not in the list \"modules:\"")
                .at(places.get(0))
                .because("it is used at "
                        + places.stream().map(Location::toString).collect(Collectors.joining(", ")))
                .remedy("take it out there by hand, then \"chandler lock\""));
    }
}
