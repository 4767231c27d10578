package dev.chandler.core.lock;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Has processes wait for each other that change one thing.
 *
 * @param guards the folder with the files by which they wait
 * @param folder the folder or file that is changed, which need not exist
 */
public record Guard(Path guards, Path folder) {

    /**
     * What is done meanwhile.
     *
     * @param <T> what it gives
     */
    public interface Change<T> {

        /**
         * Does it.
         *
         * @return what came of it
         * @throws IOException if that cannot be
         */
        T make() throws IOException;
    }

    /**
     * Changes something while no other process does.
     *
     * @param change what is done
     * @param <T> what it gives
     * @return what came of it
     * @throws IOException if that cannot be
     */
    public <T> T alone(Change<T> change) throws IOException {
        Files.createDirectories(guards);
        Path real = Files.exists(folder)
                ? folder.toRealPath()
                : folder.toAbsolutePath().normalize();
        Path guard = guards.resolve(Digest.of(real.toString()).shortHex() + ".lock");
        try (FileChannel channel = FileChannel.open(guard, CREATE, WRITE)) {
            channel.lock();
            return change.make();
        }
    }
}
