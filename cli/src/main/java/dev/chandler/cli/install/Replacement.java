package dev.chandler.cli.install;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes several files of one folder, and takes all of it back when it is closed, unless it was to be kept. Used by one thread, of the one
 * process that changes the folder.
 */
final class Replacement implements AutoCloseable {

    /**
     * A file that was changed.
     *
     * @param before a copy of what was there, under a hidden name; empty where nothing was
     */
    private record Changed(Path file, Optional<Path> before) {}

    private final Deque<Changed> changes = new ArrayDeque<>();

    /** Moves a file to where it is to be, in the place of what is there. */
    void move(Path from, Path to) throws IOException {
        note(to);
        Files.move(from, to, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    /** Removes a file, if it is there. */
    void remove(Path file) throws IOException {
        note(file);
        Files.deleteIfExists(file);
    }

    private void note(Path file) throws IOException {
        Optional<Path> before = Optional.empty();
        if (Files.exists(file, NOFOLLOW_LINKS)) {
            Path copy = file.resolveSibling(Staging.PREFIX + UUID.randomUUID());
            changes.push(new Changed(copy, Optional.empty()));
            Files.copy(file, copy, NOFOLLOW_LINKS, COPY_ATTRIBUTES);
            before = Optional.of(copy);
        }
        changes.push(new Changed(file, before));
    }

    /** Has everything stay as it is now. */
    void keep() throws IOException {
        while (!changes.isEmpty()) {
            Optional<Path> before = changes.pop().before();
            if (before.isPresent()) {
                Files.deleteIfExists(before.get());
            }
        }
    }

    @Override
    public void close() {
        try {
            while (!changes.isEmpty()) {
                Changed change = changes.pop();
                if (change.before().isPresent()) {
                    Files.move(change.before().get(), change.file(), ATOMIC_MOVE, REPLACE_EXISTING);
                } else {
                    Files.deleteIfExists(change.file());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
