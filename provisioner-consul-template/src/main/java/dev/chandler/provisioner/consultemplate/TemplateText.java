package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.Location;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A template as it was when the step was prepared: what is keyed is what is rendered. Immutable. */
final class TemplateText {

    private final byte[] bytes;
    private final Location written;
    private final Optional<ClientFile> file;

    /**
     * Makes one.
     *
     * @param bytes its content, its own from now on
     * @param written where it was named or written
     * @param file the file it was read from; empty for one that stands in the manifest or config
     */
    TemplateText(byte[] bytes, Location written, Optional<ClientFile> file) {
        this.bytes = bytes;
        this.written = written;
        this.file = file;
    }

    /** The file it was read from; empty for one that stands in the manifest or config. */
    Optional<Path> path() {
        return file.map(ClientFile::path);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    Digest digest() {
        return Digest.of(bytes);
    }

    boolean contains(String word) {
        return text().contains(new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Of the bytes, one by one: what looks for ASCII finds it in anything. */
    private String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** As people read it. */
    String readable() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A place in it; of one that is in no file of its own, the place where it was written. */
    Location place(int line, int column) {
        return file.map(each -> new Location(each.shown(), line, column)).orElse(written);
    }

    /** What has to be said of a line besides its place. */
    String lineWords(int line) {
        return file.isPresent() ? "" : "in line " + line + " of its contents: ";
    }

    /** Where a word stands. */
    List<Location> placesOf(String word) {
        List<Location> places = new ArrayList<>();
        String[] lines = readable().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            int at = lines[i].indexOf(word);
            if (at >= 0) {
                places.add(place(i + 1, lines[i].codePointCount(0, at) + 1));
            }
        }
        return places.stream().distinct().toList();
    }
}
