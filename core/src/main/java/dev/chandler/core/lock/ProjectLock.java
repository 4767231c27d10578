package dev.chandler.core.lock;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The lock of one project as a file that several processes change.
 *
 * @param project the project's folder
 * @param workingDirectory what messages name the file relative to
 * @param guards the folder with the files by which processes wait for each other
 */
public record ProjectLock(Path project, Path workingDirectory, Path guards) {

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
     * @throws PluginException if it cannot be written
     */
    public void change(UnaryOperator<Lockfile> change) {
        try {
            Files.createDirectories(guards);
            Path real = Files.exists(project)
                    ? project.toRealPath()
                    : project.toAbsolutePath().normalize();
            Path guard = guards.resolve("lock-" + Digest.of(real.toString()).shortHex());
            try (FileChannel channel = FileChannel.open(guard, CREATE, WRITE)) {
                channel.lock();
                change.apply(read()).write(project);
            }
        } catch (IOException e) {
            throw Lockfile.unwritable(project, e);
        }
    }
}
