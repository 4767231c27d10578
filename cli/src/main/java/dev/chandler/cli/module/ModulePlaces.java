package dev.chandler.cli.module;

import dev.chandler.api.problem.Location;
import dev.chandler.cli.web.Web;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleSource;
import dev.chandler.core.module.ModuleSources;
import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.module.content.VendoredModules;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All places that modules are had from. Used by one thread; whoever makes it closes it. */
public final class ModulePlaces implements ModuleSources, AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Path workingDirectory;
    private final Web web;
    private final Fetching fetching;

    /**
     * Makes them.
     *
     * @param options how modules are fetched
     * @param cache where they are kept
     * @param trust whose modules are let in
     * @param vendored the project's copies of modules
     * @param environment the client's environment
     * @param workingDirectory what messages name files relative to
     */
    public ModulePlaces(
            FetchOptions options,
            ModuleCache cache,
            TrustPolicy trust,
            Supplier<VendoredModules> vendored,
            Map<String, String> environment,
            Path workingDirectory) {
        this.workingDirectory = workingDirectory;
        this.web = new Web(options.insecure(), SILENCE, LONGEST);
        this.fetching = new Fetching(
                new Admission(cache, trust, vendored),
                options,
                web,
                DockerConfig.of(environment),
                new GitProgram(environment, LONGEST));
    }

    @Override
    public ModuleSource of(ModuleReference reference, Location place) {
        return of(reference, Optional.of(place));
    }

    /**
     * The place that a reference on a command line means; asks nobody.
     *
     * @param reference any but {@link ModuleReference.Named}
     * @param place where it was written; empty on a command line
     * @return the place
     */
    public ModuleSource of(ModuleReference reference, Optional<Location> place) {
        if (reference instanceof ModuleReference.Folder folder) {
            return FolderSource.read(workingDirectory.resolve(folder.path()).normalize(), workingDirectory, place);
        }
        if (reference instanceof ModuleReference.Registry registry) {
            return new RegistrySource(registry.repository(), fetching);
        }
        if (reference instanceof ModuleReference.Archive archive) {
            return new ArchiveSource(archive.url(), archive.digest(), fetching);
        }
        if (reference instanceof ModuleReference.Git git) {
            fetching.requireAllowed(git, place);
            return new GitSource(git, fetching);
        }
        throw new IllegalArgumentException("a name is to be mapped first: " + reference);
    }

    @Override
    public void close() {
        web.close();
    }
}
