package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.Wiring;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chandler module add}: has a manifest use a module. */
@Command(
        name = "add",
        description = "Add a module to the end of a manifest's \"modules:\", and to chandler.lock. Where no range is"
                + " given, it is one that takes the newest version and those that suit in its place. Nothing is written"
                + " unless the manifest then loads.",
        footer = {
            "  chandler module add web/nginx --with port=8080",
            "  chandler module add registry.example.org/teams/nginx@^1.2",
            "  chandler module add ./modules/app -f services/api"
        })
final class ModuleAddCommand extends ModuleProjectCommand {

    @Parameters(paramLabel = "REF", description = "A module's folder, or a module as manifests name one.")
    private String wanted = "";

    @Option(
            names = "--with",
            paramLabel = "NAME=VALUE",
            order = 20,
            description = "Give it a parameter: a text, or a list or map as YAML has it in brackets. May be repeated.")
    private Map<String, String> with = new LinkedHashMap<>();

    ModuleAddCommand(Console console) {
        super(console);
    }

    @Override
    protected ExitCode run(Wiring wiring) throws InterruptedException {
        ManifestEdit edit = new ManifestEdit(manifestFile(), console());
        ModulesBlock block = new ModulesBlock(edit.read());
        String reference = reference(wiring, edit.file());
        String text = block.with(ModulesBlock.item(reference, with));
        UsedModules used = edit.write(text, file -> used(wiring, wiring.resolving(), List.of(file)));
        console().out().println("added " + reference + " to " + shown(edit.file()));
        ModuleLocking locking = new ModuleLocking(wiring, console());
        Lockfile before = wiring.lock();
        locking.some(used, wiring.resolving());
        locking.report(before);
        return ExitCode.DONE;
    }

    /** As the manifest is to name it: folders from where that is, versions by a range. */
    private String reference(Wiring wiring, Path manifest) throws InterruptedException {
        WantedModule named = new WantedModule(wanted, console().workingDirectory());
        ModuleReference reference = named.reference();
        if (reference instanceof ModuleReference.Folder folder) {
            String path = manifest.resolveSibling(".")
                    .normalize()
                    .relativize(Path.of(folder.path()))
                    .toString();
            return path.startsWith("..") ? path : "./" + path;
        }
        boolean ranged = wanted.contains("@")
                || !(reference instanceof ModuleReference.Named || reference instanceof ModuleReference.Registry);
        if (ranged) {
            return wanted;
        }
        ModuleSource source = named.source(wiring);
        return source.inPlace() || source.versions().isEmpty() ? wanted : wanted + "@^" + named.version(source);
    }
}
