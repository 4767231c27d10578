package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a document that a test has made, between two comments; written only with {@code -Dgolden.update}. */
final class GoldenRegion {

    private GoldenRegion() {}

    /** Fails unless the part of the document is this text. */
    static void assertMatches(Path document, String name, String text) {
        try {
            String whole = Files.readString(document);
            String begin = "<!-- " + name + " -->\n";
            String end = "<!-- end of " + name + " -->\n";
            int from = whole.indexOf(begin) + begin.length();
            int to = whole.indexOf(end);
            if (from < begin.length() || to < from) {
                throw new AssertionError(document + " has no \"" + begin.strip() + "\" and \"" + end.strip() + "\"");
            }
            String there = whole.substring(from, to);
            if (System.getProperty("golden.update") != null) {
                Files.writeString(document, whole.substring(0, from) + text + whole.substring(to));
            } else if (!there.equals(text)) {
                throw new AssertionError("not as in " + document + "; -Dgolden.update takes what is now\n--- there\n"
                        + there + "--- now\n" + text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
