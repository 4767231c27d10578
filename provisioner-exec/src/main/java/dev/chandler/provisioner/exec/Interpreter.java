package dev.chandler.provisioner.exec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What runs a script, read as the kernel reads it; the file itself may then lie where nothing can be executed.
 *
 * @param argv the words before the script's path; none where it is a program itself
 */
record Interpreter(List<String> argv) {

    private static final int HEAD_BYTES = 4096;

    /** For a script that names none; it ends at the first command that fails, as a step's text does. */
    private static final Interpreter SHELL = new Interpreter(List.of("/bin/sh", "-e"));

    private static final Interpreter ITSELF = new Interpreter(List.of());

    static Interpreter of(HostFile file) {
        // One byte is one character, so that none is lost.
        return of(new String(file.head(HEAD_BYTES), StandardCharsets.ISO_8859_1));
    }

    static Interpreter of(String head) {
        if (head.startsWith("\u007FELF")) {
            return ITSELF;
        }
        if (!head.startsWith("#!")) {
            return SHELL;
        }
        String line = utf8(head.substring(2).split("\n", 2)[0]).strip();
        // The kernel gives all that stands behind the interpreter as one word.
        List<String> words = Stream.of(line.split("[ \t]+", 2)).toList();
        return words.get(0).isEmpty() ? SHELL : new Interpreter(words);
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The words that run a script at this place. */
    List<String> words(String place) {
        return Stream.concat(argv.stream(), Stream.of(place)).toList();
    }
}
