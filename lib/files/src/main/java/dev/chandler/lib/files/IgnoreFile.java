package dev.chandler.lib.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ignore file of a folder.
 *
 * @param file the file
 * @param rules what it says, of paths relative to its folder
 */
public record IgnoreFile(Path file, IgnoreRules rules) {

    private static final List<String> NAMES = List.of(".chandlerignore", ".dockerignore");

    /**
     * Reads {@code .chandlerignore}, else {@code .dockerignore}.
     *
     * @param folder where it may be
     * @return the file, if the folder has one
     * @throws FileTreeException if it cannot be read or has a line that is no pattern
     */
    public static Optional<IgnoreFile> in(Path folder) throws FileTreeException {
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return Optional.of(new IgnoreFile(file, read(file)));
            }
        }
        return Optional.empty();
    }

    private static IgnoreRules read(Path file) throws FileTreeException {
        try {
            return IgnoreRules.parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw FileProblems.unreadable(file, e);
        }
    }
}
