package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import dev.chandler.core.change.Change;
import dev.chandler.core.change.Comparison;
import dev.chandler.core.change.Fields;
import dev.chandler.core.change.FileNames;
import dev.chandler.lib.files.FileEntry;
import dev.chandler.lib.files.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is in a folder that is mounted for reading: its key has one digest, that of a list of all files, which is kept beside it. */
final class MountFiles {

    /** Above these, all that is said is that something in it has changed: to list it takes reading it all. */
    private static final int MOST_FILES = 1000;

    private static final long MOST_BYTES = 16L << 20;

    private MountFiles() {}

    /**
     * Lists a folder.
     *
     * @param folder where it is on the client
     * @param texts knows who may come to it
     * @param content the digest that its list must have
     * @return the list, without digests of files that only their owner may come to and read; empty if it is another by now, or large
     */
    static Optional<String> listing(Path folder, SmallTexts texts, Digest content) throws InterruptedException {
        try {
            FileTree tree = FileTree.scan(folder, List.of());
            long bytes = tree.entries().stream().mapToLong(FileEntry::sizeBytes).sum();
            if (tree.entries().size() > MOST_FILES || bytes > MOST_BYTES) {
                return Optional.empty();
            }
            Reach reach = texts.within(folder);
            return Optional.of(tree.listing(Notes.NONE))
                    .filter(text -> Digest.of(text).equals(content))
                    .map(text -> open(tree, reach, text));
        } catch (IOException | UnsupportedOperationException e) {
            // It is explained without its files.
            return Optional.empty();
        }
    }

    /** By its digest it could be told what is in a short file. */
    private static String open(FileTree tree, Reach within, String listing) {
        Map<String, Integer> modes = new HashMap<>();
        tree.entries().forEach(entry -> modes.put(entry.path(), entry.mode()));
        return listing.lines()
                        .map(line -> line.split("\0", -1))
                        .map(words -> String.join("\0", words.length < 4 ? words : open(modes, within, words)))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String[] open(Map<String, Integer> modes, Reach within, String[] words) {
        Reach reach = within;
        for (int slash = words[0].indexOf('/'); slash >= 0; slash = words[0].indexOf('/', slash + 1)) {
            reach = reach.through(modes.getOrDefault(words[0].substring(0, slash), 0));
        }
        if (!reach.reads(modes.getOrDefault(words[0], 0))) {
            words[3] = "";
        }
        return words;
    }

    /**
     * Compares lists.
     *
     * @param folder what people call the folder
     * @return what has changed in it, as of a folder that is copied
     */
    static List<Change> changes(String folder, String before, String after) {
        Listing old = Listing.read(before);
        Listing now = Listing.read(after);
        return Comparison.of(old.fields(folder, now), now.fields(folder, old), FileNames.NONE);
    }

    /**
     * A list that was read back.
     *
     * @param contents digests of files, as far as they are known
     * @param modes of whatever there is
     */
    private record Listing(Map<String, String> contents, Map<String, String> modes) {

        static Listing read(String text) {
            Listing listing = new Listing(new LinkedHashMap<>(), new LinkedHashMap<>());
            text.lines().skip(1).map(line -> line.split("\0", -1)).forEach(listing::put);
            return listing;
        }

        private void put(String[] words) {
            if (words.length >= 4) {
                if (!words[3].isEmpty()) {
                    contents.put(words[0], words[3]);
                }
                modes.put(words[0], words[2] + " " + words[1].toLowerCase(Locale.ROOT));
            }
        }

        /** Where a file is in both and one digest is not known, nothing is said of its content. */
        Fields fields(String folder, Listing other) {
            Map<String, String> compared = new LinkedHashMap<>(contents);
            compared.keySet().removeIf(path -> other.modes.containsKey(path) && !other.contents.containsKey(path));
            Map<String, Fields.Value> fields = new LinkedHashMap<>();
            fields.put(".content of " + folder, new Fields.Entries(compared));
            fields.put(".mode of " + folder, new Fields.Entries(modes));
            return new Fields("listing", fields);
        }
    }
}
