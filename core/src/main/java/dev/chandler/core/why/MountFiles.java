package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import dev.chandler.core.change.Change;
import dev.chandler.core.change.Comparison;
import dev.chandler.core.change.Fields;
import dev.chandler.core.change.FileNames;
import dev.chandler.lib.files.FileEntry;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
     * @param content the digest that its list must have
     * @return the list; empty if it is another by now, or large
     */
    static Optional<String> listing(Path folder, Digest content) throws InterruptedException {
        try {
            FileTree tree = FileTree.scan(folder, List.of());
            long bytes = tree.entries().stream().mapToLong(FileEntry::sizeBytes).sum();
            if (tree.entries().size() > MOST_FILES || bytes > MOST_BYTES) {
                return Optional.empty();
            }
            return Optional.of(tree.listing(Notes.NONE))
                    .filter(text -> Digest.of(text).equals(content));
        } catch (FileTreeException e) {
            // It is explained without its files.
            return Optional.empty();
        }
    }

    /**
     * Compares lists.
     *
     * @param folder what people call the folder
     * @return what has changed in it, as of a folder that is copied
     */
    static List<Change> changes(String folder, String before, String after) {
        return Comparison.of(fields(folder, before), fields(folder, after), FileNames.NONE);
    }

    private static Fields fields(String folder, String listing) {
        Map<String, String> contents = new LinkedHashMap<>();
        Map<String, String> modes = new LinkedHashMap<>();
        listing.lines().skip(1).forEach(line -> {
            String[] words = line.split("\0", -1);
            if (words.length >= 4) {
                if (!words[3].isEmpty()) {
                    contents.put(words[0], words[3]);
                }
                modes.put(words[0], words[2] + " " + words[1].toLowerCase(Locale.ROOT));
            }
        });
        Map<String, Fields.Value> fields = new LinkedHashMap<>();
        fields.put(".content of " + folder, new Fields.Entries(contents));
        fields.put(".mode of " + folder, new Fields.Entries(modes));
        return new Fields("listing", fields);
    }
}
