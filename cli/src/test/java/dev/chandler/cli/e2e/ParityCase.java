package dev.chandler.cli.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The same build told to docker and to Chandler: a file of {@code src/test/resources/parity}.
 *
 * <p>Before the first line that begins with three dashes stands what it is about; then come sections, each named by its
 * line: {@code setup}, a shell script that makes files in the project; {@code Dockerfile}; {@code chandler.yml}, on
 * busybox where it says nothing else; {@code status}, with which the step ends that fails in both; {@code fails}, where
 * both only have to refuse; {@code differs}, the names of what is not the same by intent.
 */
record ParityCase(String name, Map<String, String> sections) {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "")).resolve("src/test/resources/parity");

    /** All of them, by name. */
    static Stream<ParityCase> all() {
        return Stranger.names(FOLDER).stream().map(ParityCase::read);
    }

    private static ParityCase read(Path file) {
        Map<String, StringBuilder> sections = new LinkedHashMap<>();
        StringBuilder section = new StringBuilder();
        for (String line : lines(file)) {
            if (line.startsWith("--- ")) {
                section = new StringBuilder();
                sections.put(line.substring(4), section);
            } else {
                section.append(line).append('\n');
            }
        }
        Map<String, String> texts = new LinkedHashMap<>();
        sections.forEach((title, text) -> texts.put(title, text.toString()));
        return new ParityCase(file.getFileName().toString().replaceFirst("\\.txt$", ""), texts);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String dockerfile() {
        return sections.getOrDefault("Dockerfile", "");
    }

    /** With a word in the steps' environment that no other build has. */
    String manifest() {
        String text = sections.getOrDefault("chandler.yml", "");
        return (text.startsWith("base:") ? "" : "base: busybox\n") + "env: {E2E: NONCE}\n" + text;
    }

    Optional<String> setup() {
        return Optional.ofNullable(sections.get("setup"));
    }

    /** Whether neither may build it. */
    boolean fails() {
        return sections.containsKey("fails") || status().isPresent();
    }

    /** With which exit status the step that fails has to end in both. */
    Optional<Integer> status() {
        return Optional.ofNullable(sections.get("status")).map(text -> Integer.valueOf(text.strip()));
    }

    /** What is not the same, by intent. */
    List<String> differs() {
        return sections.getOrDefault("differs", "").lines().toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
