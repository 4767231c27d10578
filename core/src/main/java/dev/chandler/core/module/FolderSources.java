package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.source.ProblemLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folders of this machine as places of modules, whose files are used where they are. Knows of no others. Stateless.
 *
 * @param workingDirectory what messages name files relative to
 */
public record FolderSources(Path workingDirectory) implements ModuleSources {

    @Override
    public ModuleSource of(ModuleReference reference, Location place) {
        if (!(reference instanceof ModuleReference.Folder folder)) {
            throw new ManifestException(Problem.of("CH-MODULE-002", "there is no module here")
                    .at(place)
                    .because("only folders are looked into here")
                    .remedy("write a path that begins with ./, ../ or /"));
        }
        ProblemLog problems = new ProblemLog();
        Path path = Path.of(folder.path());
        Optional<ModuleFolder> read =
                FolderModules.read(workingDirectory, path, new ModuleUse(folder.path(), path, place), problems);
        problems.throwIfAny();
        return new InPlace(path, read.orElseThrow());
    }

    private record InPlace(Path path, ModuleFolder folder) implements ModuleSource {

        @Override
        public String place() {
            return path.toString();
        }

        @Override
        public boolean inPlace() {
            return true;
        }

        @Override
        public boolean has(LockedModule locked) {
            return false;
        }

        @Override
        public Optional<List<String>> versions() {
            return Optional.of(List.of(folder.description().version()));
        }

        @Override
        public ModuleDescription description(String version) {
            return folder.description();
        }

        @Override
        public FetchedModule fetch(String version, Optional<LockedModule> pinned) {
            return new FetchedModule(Optional.empty(), folder);
        }

        @Override
        public String recorded(String version) {
            return place();
        }
    }
}
