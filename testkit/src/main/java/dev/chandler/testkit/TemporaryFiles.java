package dev.chandler.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which files of ours have come to a folder since some moment. */
final class TemporaryFiles {

    private static final String PREFIX = "chandler";

    private final Path folder;
    private final Set<Path> known = new HashSet<>();

    TemporaryFiles(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    void remember() {
        known.clear();
        known.addAll(now());
    }

    List<String> more() {
        return now().stream()
                .filter(each -> !known.contains(each))
                .map(each -> "file " + each)
                .toList();
    }

    private List<Path> now() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
