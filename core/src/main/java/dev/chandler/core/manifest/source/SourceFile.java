package dev.chandler.core.manifest.source;

import java.nio.file.Path;

/**
 * A file that was read.
 *
 * @param path its real path, by which it is known apart from others
 * @param directory the absolute folder that relative paths in it are relative to
 * @param content its text
 */
public record SourceFile(Path path, Path directory, SourceText content) {

    /**
     * The file as messages name it.
     *
     * @return relative to where the user stands, where that is above it
     */
    public String name() {
        return content.name();
    }
}
