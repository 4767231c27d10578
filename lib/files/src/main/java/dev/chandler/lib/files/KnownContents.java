package dev.chandler.lib.files;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The digests of a folder's files as they were found before, with what tells whether a file has been touched since: size,
 * both times to the nanosecond, inode.
 *
 * <p>No program can set the time of the last change ({@code ctime}): whatever gives a file another content, or puts
 * another in its place, moves it, also where the time of modification is put back. But it is no finer than the file
 * system's clock. So a file that was touched less than {@link #GRAIN} before it was read is not remembered, for it could
 * be written once more within the same tick; nor one whose time has no fraction, as on file systems that know only
 * seconds. Git calls such entries racy. Not thread-safe.
 */
final class KnownContents {

    /** Longer than the ticks of all file systems that have fractions, and than clocks of machines on one network differ. */
    private static final Duration GRAIN = Duration.ofSeconds(2);

    /** Less than that is read sooner than a note. */
    private static final long WORTH_BYTES = 1 << 20;

    private static final int WORTH_FILES = 100;

    /** How many files may be remembered that other steps take from the same folder, and that may be gone. */
    private static final int OTHERS = 20_000;

    private static final String FORMAT = "chandler.contents.v1";
    private static final int STATE_FIELDS = 4;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * What was known of a file.
     *
     * @param state what it looked like
     * @param digest of its content
     */
    private record Known(String state, Digest digest) {}

    private final Notes notes;
    private final String name;
    private final String text;
    private final Map<String, Known> known;
    private final Instant begun;
    private final Map<String, Known> found = new LinkedHashMap<>();
    private boolean touched;

    private KnownContents(Notes notes, String name, String text, Instant begun) {
        this.notes = notes;
        this.name = name;
        this.text = text;
        this.known = parsed(text);
        this.begun = begun;
    }

    /**
     * What is known of a tree's files; nothing of a tree that is read as soon.
     *
     * @param root the folder or the file
     * @param begun not later than the first of them is read
     */
    static KnownContents of(Notes notes, Path root, Collection<FileEntry> entries, Instant begun) {
        long bytes = entries.stream().mapToLong(FileEntry::sizeBytes).sum();
        if (bytes < WORTH_BYTES && entries.size() < WORTH_FILES) {
            return new KnownContents(Notes.NONE, "", "", begun);
        }
        String name = "contents of " + root;
        return new KnownContents(notes, name, notes.find(name).orElse(""), begun);
    }

    /** The digest of a file that has not been touched. */
    Optional<Digest> digest(FileEntry entry) {
        Known before = known.get(entry.path());
        if (before == null || !before.state().equals(state(entry))) {
            touched = true;
            return Optional.empty();
        }
        found.put(entry.path(), before);
        return Optional.of(before.digest());
    }

    /** Takes note of what was read; the file has been what it was from before {@code begun} on. */
    void read(FileEntry entry, Digest digest) {
        boolean old = entry.changedNanos() < nanos(begun.minus(GRAIN));
        boolean fine = entry.changedNanos() % SECOND != 0;
        boolean writable = entry.path().indexOf('\n') < 0;
        if (old && fine && writable) {
            found.put(entry.path(), new Known(state(entry), digest));
        }
    }

    /** Keeps what is known now, where that is anything else than before. */
    void keep(Collection<FileEntry> entries) {
        if (!touched) {
            return;
        }
        Map<String, Known> all = new LinkedHashMap<>(found);
        Map<String, Known> others = new LinkedHashMap<>(known);
        entries.forEach(entry -> others.remove(entry.path()));
        if (others.size() <= OTHERS) {
            all.putAll(others);
        }
        String now = written(all);
        if (!now.equals(text)) {
            notes.keep(name, now);
        }
    }

    private static String state(FileEntry entry) {
        return entry.sizeBytes() + "\t" + entry.modifiedNanos() + "\t" + entry.changedNanos() + "\t" + entry.inode();
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /** In the order of names, so that the same files give the same note. */
    private static String written(Map<String, Known> files) {
        StringBuilder lines = new StringBuilder();
        files.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(file -> lines.append(file.getValue().state())
                        .append('\t')
                        .append(file.getValue().digest().hex())
                        .append('\t')
                        .append(file.getKey())
                        .append('\n'));
        return FORMAT + " " + Digest.of(lines.toString()).hex() + "\n" + lines;
    }

    /** Nothing where the note is not what was written, to the last byte. */
    private static Map<String, Known> parsed(String text) {
        int head = text.indexOf('\n');
        String lines = text.substring(head + 1);
        if (head < 0 || !text.startsWith(FORMAT + " " + Digest.of(lines).hex())) {
            return Map.of();
        }
        Map<String, Known> files = new HashMap<>();
        // Not by lines(), which ends a line at a carriage return, too: names may have one.
        for (int from = 0; from < lines.length(); from = lines.indexOf('\n', from) + 1) {
            int digest = from;
            for (int field = 0; field < STATE_FIELDS; field++) {
                digest = lines.indexOf('\t', digest) + 1;
            }
            int name = lines.indexOf('\t', digest) + 1;
            files.put(
                    lines.substring(name, lines.indexOf('\n', name)),
                    new Known(lines.substring(from, digest - 1), new Digest(lines.substring(digest, name - 1))));
        }
        return files;
    }
}
