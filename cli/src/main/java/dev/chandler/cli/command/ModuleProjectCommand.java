package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.manifest.ProjectFolder;
import dev.chandler.core.module.ResolveOptions;
import dev.chandler.core.project.ProjectBuilds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/** What commands about the modules of a project have: all of its manifests, or the one that is named. */
abstract class ModuleProjectCommand extends ChandlerCommand {

    @Mixin
    private ManifestOptions manifest = new ManifestOptions();

    @Mixin
    private FetchingOptions fetch = new FetchingOptions();

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

    /** What is used by all, by the lock, which stays as it is. */
    UsedModules used(Wiring wiring, ResolveOptions resolving) throws InterruptedException {
        return used(wiring, resolving, manifests());
    }

    /** The same of some manifests. */
    UsedModules used(Wiring wiring, ResolveOptions resolving, List<Path> manifests) throws InterruptedException {
        return UsedModules.of(wiring, resolving, manifests, path -> manifest.request(console(), path));
    }

    /** Writes to the lock which modules are used, and says what has become of it. */
    void lock(Wiring wiring, ResolveOptions resolving, Set<String> names) throws InterruptedException {
        UsedModules used = used(wiring, resolving);
        ModuleLocking.requireUsed(names, used.names());
        ModuleLocking locking = new ModuleLocking(wiring, console());
        Lockfile before = wiring.lock();
        lock(locking, used, resolving);
        locking.report(before);
    }

    /** Writes to the lock what is used: of all manifests and nothing else, or of the one that is named besides. */
    void lock(ModuleLocking locking, UsedModules used, ResolveOptions resolving) {
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

    /** The one that is named, else that of the folder. */
    Path manifestFile() {
        return new ManifestSearch(console().workingDirectory(), false)
                .from(List.of(absolute(manifest.path()).normalize()), List.of())
                .get(0);
    }

    private List<Path> manifests() {
        return manifest.named().isPresent() ? List.of(manifestFile()) : projectManifests();
    }

    List<Path> projectManifests() {
        return new ManifestSearch(console().workingDirectory(), true)
                .of(ProjectBuilds.read(project(), console().workingDirectory()));
    }

    /** All of the project, and one that may be called otherwise than they. */
    List<Path> projectManifests(Path besides) {
        boolean others = besides.endsWith(ProjectFolder.MANIFEST)
                || Files.exists(project().resolve(ProjectFolder.MANIFEST));
        return Stream.concat(Stream.of(besides), others ? projectManifests().stream() : Stream.of())
                .distinct()
                .toList();
    }
}
