package dev.chandler.lib.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
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
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(new IgnoreFile(file, read(file)));
            }
        }
        return Optional.empty();
    }

    private static IgnoreRules read(Path file) throws FileTreeException {
        try {
            if (Files.isDirectory(file)) {
                throw FileProblems.unreadable(file, new IOException("an ignore file is a file, this is a folder"));
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = new String(bytes, StandardCharsets.UTF_8);
            requireUtf8(file, bytes, text);
            return IgnoreRules.parse(text, file.toString());
        } catch (IOException e) {
            throw FileProblems.unreadable(file, e);
        }
    }

    /** What no character can be made of comes back as other bytes. */
    private static void requireUtf8(Path file, byte[] bytes, String text) throws FileTreeException {
        int wrong = Arrays.mismatch(bytes, text.getBytes(StandardCharsets.UTF_8));
        if (wrong >= 0) {
            int line = 1;
            for (int i = 0; i < wrong; i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw FileProblems.notUtf8(file, line);
        }
    }
}
