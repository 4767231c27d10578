package dev.chandler.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * A jar that is a file of its own.
 *
 * @param jar open; whoever made this closes it
 */
record OpenJar(JarFile jar) implements JarContent {

    @Override
    public Stream<String> names() {
        return jar.stream().map(JarEntry::getName);
    }

    @Override
    public Optional<byte[]> content(String path) throws IOException {
        Optional<byte[]> content = start(path, JarReader.SMALL_BYTES + 1);
        if (content.isPresent() && content.get().length > JarReader.SMALL_BYTES) {
            throw new ZipException(path + " is larger than anything of its kind");
        }
        return content;
    }

    @Override
    public Optional<byte[]> head(String path) throws IOException {
        return start(path, JarReader.HEAD_BYTES);
    }

    private Optional<byte[]> start(String path, int length) throws IOException {
        JarEntry entry = jar.getJarEntry(path);
        if (entry == null) {
            return Optional.empty();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return Optional.of(in.readNBytes(length));
        }
    }
}
