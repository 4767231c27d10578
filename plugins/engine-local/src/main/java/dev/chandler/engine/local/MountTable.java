package dev.chandler.engine.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File systems to be mounted one after the other by one start of {@code mount}, as fstab(5) has them. Not thread-safe. */
final class MountTable {

    private final List<String> lines = new ArrayList<>();

    /** Adds one. */
    MountTable add(String source, Path target, String type, String options) {
        lines.add(escaped(source) + " " + escaped(target.toString()) + " " + type + " " + options);
        return this;
    }

    /** Adds a file or folder at another place, too. */
    MountTable bind(Path source, Path target, String more) {
        return add(source.toString(), target, "none", "rbind" + more);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    private static String escaped(String word) {
        return word.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012")
                .replace("#", "\\043");
    }
}
