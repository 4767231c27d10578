package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.module.ResolveOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;

/** What commands about the modules of a project have: all of its manifests, or the one that is named. */
abstract class ModuleProjectCommand extends ChandlerCommand {

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    @Mixin
    private ModuleFetchOptions fetch = new ModuleFetchOptions();

    ModuleProjectCommand(Console console) {
        super(console);
    }

    @Override
    protected Path project() {
        return manifest.project(console());
    }

    @Override
    protected FetchOptions fetching() {
        return fetch.options();
    }

    ManifestOptions manifest() {
        return manifest;
    }

    /** What is used, by the lock, which stays as it is. */
    UsedModules used(Wiring wiring, ResolveOptions resolving) throws InterruptedException {
        return UsedModules.of(wiring, resolving, manifests(), path -> manifest.request(console(), path));
    }

    /** Writes to the lock what is used: of all manifests and nothing else, or of the one that is named besides. */
    void lock(Wiring wiring, ResolveOptions resolving, Set<String> names) throws InterruptedException {
        UsedModules used = used(wiring, resolving);
        ModuleLocking.requireUsed(names, used);
        ModuleLocking locking = new ModuleLocking(wiring, console());
        if (manifest.named().isEmpty()) {
            locking.all(used);
        } else {
            locking.some(used, resolving);
        }
    }

    /** A file as people name it in this project. */
    String shown(Path file) {
        Path project = project();
        return file.startsWith(project) ? project.relativize(file).toString() : file.toString();
    }

    /** Those below that are projects of their own have locks of their own. */
    private List<Path> manifests() {
        if (manifest.named().isPresent()) {
            return new ManifestSearch(console().workingDirectory(), false).from(List.of(absolute(manifest.path())));
        }
        Path project = project();
        return new ManifestSearch(console().workingDirectory(), true)
                .from(List.of(project)).stream()
                        .filter(each -> ProjectFolder.of(each).equals(project))
                        .toList();
    }
}
