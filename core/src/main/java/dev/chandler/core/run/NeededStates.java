package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What builds have said that they need: a file each, {@code needs-BUILD}, with a key a line.
 *
 * <p>Not the file that a build locks, which no one of its process may open. Thread-safe, also between processes.
 *
 * @param folder where they are
 */
record NeededStates(Path folder) {

    private static final String PREFIX = "needs-";

    private Path file(String build) {
        return folder.resolve(PREFIX + build);
    }

    void add(String build, Collection<Digest> keys) throws IOException {
        List<String> lines = keys.stream().map(Digest::hex).toList();
        Files.write(file(build), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void remove(String build) throws IOException {
        Files.deleteIfExists(file(build));
    }

    /** What certain builds need; one that has no file has looked for nothing yet, or has ended just now. */
    Set<Digest> of(List<String> builds) throws IOException {
        Set<Digest> keys = new HashSet<>();
        for (String build : builds) {
            try {
                Files.readAllLines(file(build)).forEach(line -> keys.add(new Digest(line)));
            } catch (NoSuchFileException e) {
                // See above.
            }
        }
        return keys;
    }

    /** Removes what builds have left that were killed. */
    void keepOnly(Predicate<String> runs) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                if (!runs.test(file.getFileName().toString().substring(PREFIX.length()))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
