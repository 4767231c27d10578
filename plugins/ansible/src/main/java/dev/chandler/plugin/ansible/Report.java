package dev.chandler.plugin.ansible;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What {@code chandler_report.py} has told.
 *
 * @param failure the last task that has failed and was not to be ignored
 * @param counts how many tasks there were of each kind; empty if Ansible came to no end
 */
record Report(Optional<Failure> failure, Optional<Counts> counts) {

    private static final int FAILURE_WORDS = 4;
    private static final int COUNT_WORDS = 7;

    /**
     * A task that has failed.
     *
     * @param task its name
     * @param place its file and line: {@code file:line}
     * @param status the exit status of what it ran, if it has one
     * @param words what it said
     */
    record Failure(String task, String place, String status, String words) {

        boolean isForLackOfPython() {
            return words.matches(
                    "(?s).*(The module interpreter '[^']*' was not found|python[\\d.]*: (command )?not found"
                            + "|interpreter [^\\n]*was not found|python[\\d.]*: No such file).*");
        }
    }

    /**
     * The counts that Ansible ends with.
     *
     * @param ok tasks that ended well, those that changed something among them
     * @param changed tasks that changed something
     * @param others tasks that ended in other ways
     */
    record Counts(int ok, int changed, int others) {

        boolean nothingRan() {
            return ok + others == 0;
        }
    }

    static Report read(Path file) throws IOException {
        Optional<Failure> failure = Optional.empty();
        Optional<Counts> counts = Optional.empty();
        for (String line : lines(file)) {
            List<String> words =
                    Arrays.stream(line.split(" ")).skip(1).map(Report::text).toList();
            if (line.startsWith("stats ") && words.size() == COUNT_WORDS) {
                counts = Optional.of(counts(words));
            } else if (words.size() == FAILURE_WORDS) {
                failure = Optional.of(new Failure(words.get(0), words.get(1), words.get(2), words.get(3)));
            }
        }
        return new Report(failure, counts);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static String text(String word) {
        return new String(Base64.getDecoder().decode(word.substring(1)), StandardCharsets.UTF_8);
    }

    private static Counts counts(List<String> words) {
        List<Integer> numbers = words.stream().map(Integer::valueOf).toList();
        int others = numbers.stream().skip(2).mapToInt(Integer::intValue).sum();
        return new Counts(numbers.get(0), numbers.get(1), others);
    }
}
