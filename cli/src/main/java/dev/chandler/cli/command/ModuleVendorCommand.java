package dev.chandler.cli.command;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.module.ModuleGraph;
import dev.chandler.core.module.content.CachedModule;
import dev.chandler.core.module.content.VendorFolder;
import dev.chandler.core.module.content.VendoredModules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code chandler module vendor}: copies a project's modules into a folder of its own. */
@Command(
        name = "vendor",
        description = "Copy all modules that the manifests of the project use, as they are locked, into a folder of the"
                + " project. From then on they are taken from there: a checkout builds without asking anybody for"
                + " them. What is no longer used is removed from it.",
        footer = {
            "  chandler module vendor",
            "  chandler module vendor third_party/modules",
            "  chandler module vendor --locked --offline   what is locked and here already"
        })
final class ModuleVendorCommand extends ModuleProjectCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder, which is this command's alone; chandler.lock remembers it. Default: where copies"
                    + " are already, else vendor/modules in the project's folder.")
    private @Nullable Path folder;

    @Mixin
    private LockedOption locked = new LockedOption();

    ModuleVendorCommand(Console console) {
        super(console);
    }

    @Override
    protected boolean locked() {
        return locked.isGiven();
    }

    @Override
    protected FetchOptions fetching() {
        return super.fetching().forVendoring();
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        Lockfile before = wiring.lock();
        String named = named(before);
        Optional<String> remembered = Optional.of(named).filter(name -> !name.equals(VendoredModules.FOLDER));
        if (locked() && !remembered.equals(before.vendored())) {
            throw new ManifestException(
                    Problem.of("CH-MODULE-078", Lockfile.NAME + " does not say that copies are in \"" + named + "\"")
                            .because("with --locked it stays as it is")
                            .remedy("run this once without --locked"));
        }
        UsedModules used = used(wiring, wiring.resolving(), allManifests());
        List<VendorFolder.Module> modules = modules(wiring, used);
        VendorFolder.Changes changes =
                new VendorFolder(project(), named, console().workingDirectory()).write(modules);
        if (!locked()) {
            new ModuleLocking(wiring, console()).some(used, wiring.resolving());
            wiring.projectLock().change(lock -> lock.vendoredIn(remembered));
        }
        report(changes, named, modules.size());
        reportOthers(used, before, named);
        return ExitCode.DONE;
    }

    private String named(Lockfile lock) {
        return folder == null
                ? lock.vendored().orElse(VendoredModules.FOLDER)
                : VendorFolder.relative(project(), absolute(folder));
    }

    private List<Path> allManifests() {
        return manifest().named().isPresent() ? projectManifests(manifestFile()) : projectManifests();
    }

    /** What was resolved is in the cache of modules, wherever it came from. */
    private static List<VendorFolder.Module> modules(Wiring wiring, UsedModules used) throws InterruptedException {
        List<VendorFolder.Module> modules = new ArrayList<>();
        for (LockedModule pin : used.pins()) {
            CachedModule kept = wiring.moduleCache()
                    .find(pin.digest())
                    .orElseThrow(() -> new IllegalStateException(pin + " was not kept"));
            if (modules.stream().noneMatch(each -> each.isOf(pin))) {
                modules.add(new VendorFolder.Module(pin, kept));
            }
        }
        return modules;
    }

    private void report(VendorFolder.Changes changes, String named, int count) {
        changes.removed().forEach(each -> console().out().println("- " + each));
        changes.written().forEach(each -> console().out().println("+ " + each));
        boolean same = changes.removed().isEmpty() && changes.written().isEmpty();
        String modules = count == 1 ? "1 module" : count + " modules";
        console().out().println(named + (same ? " has everything already: " : ": ") + modules);
        if (!changes.selective().isEmpty()) {
            console()
                    .err()
                    .println(String.join(", ", changes.selective())
                            + " has a .gitignore of its own; for all of its files: git add --force " + named);
        }
    }

    /** What a checkout would lack all the same, and what it would have for nothing. */
    private void reportOthers(UsedModules used, Lockfile before, String named) {
        used.modules(this::shown).stream()
                .map(UsedModules.Used::module)
                .filter(module ->
                        module.pin().isEmpty() && !module.folder().folder().startsWith(project()))
                .map(ModuleGraph.Module::folder)
                .forEach(outside -> console()
                        .err()
                        .println("not copied: " + outside.description().name() + ", a folder outside of the project: "
                                + outside.folder()));
        String old = before.vendored().orElse(VendoredModules.FOLDER);
        if (!old.equals(named) && ProjectFolder.isVendored(project().resolve(old))) {
            console().err().println(old + " is no longer used: remove it");
        }
    }
}
