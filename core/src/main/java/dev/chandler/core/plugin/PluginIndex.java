package dev.chandler.core.plugin;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.chandler.api.ApiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what each jar says, by path, size and time, so that a jar that is not needed is not opened.
 *
 * <p>Only a cache: a file that is missing, broken, of another format or of another API is as good as empty, and one that
 * cannot be written costs time and nothing else. Not thread-safe; the file may be shared by processes, the last one wins.
 */
final class PluginIndex {

    private static final Logger log = LoggerFactory.getLogger(PluginIndex.class);

    /** Far more than thousands of plugins take. */
    private static final long LIMIT_BYTES = 4 << 20;

    private final Path file;
    private final Map<Path, Entry> entries;
    private final Opener opener;
    private boolean changed;

    private PluginIndex(Path file, Map<Path, Entry> entries, Opener opener) {
        this.file = file;
        this.entries = entries;
        this.opener = opener;
    }

    /** Opens a file that the index does not know, or no longer, to see what it says. */
    interface Opener {

        /**
         * Opens a file.
         *
         * @throws IOException if it can't be read now
         */
        JarFacts open(Path file) throws IOException;
    }

    /**
     * What was found in a jar when it had a certain size and time.
     *
     * @param sizeBytes its size
     * @param timeNanos its time of change since the epoch
     * @param facts what it says
     */
    record Entry(long sizeBytes, long timeNanos, JarFacts facts) {}

    static PluginIndex load(Path file, Opener opener) {
        Map<Path, Entry> entries = new HashMap<>();
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LIMIT_BYTES) {
                entries.putAll(IndexFormat.decode(Files.readAllBytes(file), ApiVersion.current()));
            }
        } catch (IOException | RuntimeException e) {
            log.debug("the plugin index {} is read anew", file, e);
        }
        return new PluginIndex(file, entries, opener);
    }

    /**
     * What a jar says, from memory where it hasn't changed.
     *
     * @param jar an absolute path
     * @return the facts; where it can't be read, a refusal that isn't remembered
     */
    JarFacts facts(Path jar) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(jar, BasicFileAttributes.class);
            long timeNanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            Entry known = entries.get(jar);
            if (known != null && known.sizeBytes() == attributes.size() && known.timeNanos() == timeNanos) {
                return known.facts();
            }
            if (!attributes.isRegularFile()) {
                // Opening a pipe waits for somebody to write to it.
                return JarFacts.refused(PluginHeaders.NONE, Refusals.unreadable(jar, new IOException("it is no file")));
            }
            JarFacts facts = opener.open(jar);
            entries.put(jar, new Entry(attributes.size(), timeNanos, facts));
            changed = true;
            return facts;
        } catch (IOException e) {
            return JarFacts.refused(PluginHeaders.NONE, Refusals.unreadable(jar, e));
        }
    }

    /** Writes the index where something new was learnt, whole or not at all. */
    void save() {
        if (!changed) {
            return;
        }
        entries.keySet().removeIf(jar -> !Files.exists(jar));
        try {
            write(IndexFormat.encode(entries, ApiVersion.current()));
        } catch (IOException e) {
            log.debug("the plugin index {} is not kept", file, e);
        }
    }

    private void write(byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
        try {
            Files.write(temporary, content);
            Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
