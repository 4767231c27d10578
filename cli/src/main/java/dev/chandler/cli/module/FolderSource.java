package dev.chandler.cli.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.ModuleSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder of the user's, whose files are used where they are. Used by one thread. */
public final class FolderSource implements ModuleSource {

    private final Path folder;
    private final ModuleFolder module;

    private FolderSource(Path folder, ModuleFolder module) {
        this.folder = folder;
        this.module = module;
    }

    /**
     * Reads what a folder has.
     *
     * @param folder absolute
     * @param workingDirectory what messages name files relative to
     * @param place where it is wanted, for messages; empty on a command line
     * @return the folder
     * @throws ManifestException if it is no module's
     */
    public static FolderSource read(Path folder, Path workingDirectory, Optional<Location> place) {
        ModuleFolder module = ModuleFolder.read(folder, workingDirectory, place);
        return new FolderSource(module.folder(), module);
    }

    /**
     * The module that is there.
     *
     * @return what its {@code module.yml} says, and where it is
     */
    public ModuleFolder module() {
        return module;
    }

    @Override
    public String place() {
        return folder.toString();
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
        return Optional.of(List.of(module.description().version()));
    }

    @Override
    public ModuleDescription description(String version) {
        return module.description();
    }

    @Override
    public FetchedModule fetch(String version, Optional<LockedModule> pinned) {
        return new FetchedModule(Optional.empty(), module);
    }

    /** It is in no lock. */
    @Override
    public String recorded(String version) {
        return folder.toString();
    }
}
