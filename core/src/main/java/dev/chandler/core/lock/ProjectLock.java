package dev.chandler.core.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The lock of one project as a file that several processes change. Thread-safe; a process has one of it for each project. */
public final class ProjectLock {

    private final Path project;
    private final Path workingDirectory;
    private final Guard guard;

    /**
     * Makes one.
     *
     * @param project the project's folder
     * @param workingDirectory what messages name the file relative to
     * @param guards the folder with the files by which processes wait for each other
     */
    public ProjectLock(Path project, Path workingDirectory, Path guards) {
        this.project = project;
        this.workingDirectory = workingDirectory;
        this.guard = new Guard(guards, project.resolve(Lockfile.NAME));
    }

    /**
     * Reads it.
     *
     * @return what it pins now; nothing where there is no such file
     * @throws dev.chandler.api.problem.ManifestException with all that is wrong with it
     */
    public Lockfile read() {
        return Lockfile.read(project, workingDirectory);
    }

    /**
     * Changes it, while no other process does.
     *
     * @param change makes the new lock of what it pins by then
     * @throws dev.chandler.api.problem.ManifestException with all that is wrong with it
     * @throws dev.chandler.api.problem.PluginException if it cannot be written
     */
    public synchronized void change(UnaryOperator<Lockfile> change) {
        try {
            guard.alone(() -> {
                Lockfile changed = change.apply(read());
                changed.write(project);
                return changed;
            });
        } catch (IOException e) {
            throw Lockfile.unwritable(project, e);
        }
    }
}
