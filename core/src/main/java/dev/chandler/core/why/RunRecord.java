package dev.chandler.core.why;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.Escaped;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one build was made of: keys, by which preimages are found.
 *
 * <p>As text a line for each part, of words with tabs between them.
 *
 * @param at when it ended
 * @param allTasks whether it has all steps of the manifest
 * @param allTests whether it has all tests of the manifest
 * @param base the base's name
 * @param start the key of the base's preimage
 * @param variables those whose values are in its keys anyway
 * @param nodes its steps, then its tests, up to what failed
 */
record RunRecord(
        Instant at,
        boolean allTasks,
        boolean allTests,
        String base,
        Digest start,
        Map<String, String> variables,
        List<Node> nodes) {

    private static final String ALL = "all";

    /**
     * A step or a test.
     *
     * @param test whether it is a test
     * @param id its id
     * @param title what it did, in one line
     * @param key its key
     * @param parts what its actions depend on
     */
    record Node(boolean test, String id, String title, Digest key, List<Part> parts) {}

    /**
     * A preimage.
     *
     * @param branch the number of the action's branch
     * @param action the action's id
     * @param key the preimage's key
     */
    record Part(int branch, String action, Digest key) {}

    List<Node> tasks() {
        return nodes.stream().filter(node -> !node.test).toList();
    }

    List<Node> tests() {
        return nodes.stream().filter(Node::test).toList();
    }

    /** Whether both are of the same steps on the same base. */
    boolean isLike(RunRecord other) {
        return start.equals(other.start) && nodes.equals(other.nodes);
    }

    private static String words(boolean all) {
        return all ? ALL : "some";
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(Escaped.line("build", at.toString(), words(allTasks), words(allTests), base, start.hex()));
        variables.forEach((name, value) -> text.append(Escaped.line("variable", name, value)));
        for (Node node : nodes) {
            text.append(Escaped.line(node.test ? "test" : "task", node.id, node.title, node.key.hex()));
            for (Part part : node.parts) {
                text.append(Escaped.line("part", Integer.toString(part.branch), part.action, part.key.hex()));
            }
        }
        return text.toString();
    }

    /**
     * Reads records.
     *
     * @param text of several, one after the other
     * @return none if it is anything else
     */
    static List<RunRecord> read(String text) {
        try {
            return new Reader(text).read();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
            return List.of();
        }
    }

    private static final class Reader {

        private final List<List<String>> lines;
        private int at;

        Reader(String text) {
            this.lines = Stream.of(text.split("\n")).map(Escaped::words).toList();
        }

        List<RunRecord> read() {
            List<RunRecord> records = new ArrayList<>();
            while (at < lines.size()) {
                List<String> build = next("build").orElseThrow(IllegalArgumentException::new);
                records.add(new RunRecord(
                        Instant.parse(build.get(1)),
                        build.get(2).equals(ALL),
                        build.get(3).equals(ALL),
                        build.get(4),
                        new Digest(build.get(5)),
                        variables(),
                        nodes()));
            }
            return List.copyOf(records);
        }

        private Map<String, String> variables() {
            Map<String, String> variables = new LinkedHashMap<>();
            for (Optional<List<String>> line = next("variable"); line.isPresent(); line = next("variable")) {
                variables.put(line.get().get(1), line.get().get(2));
            }
            return variables;
        }

        private List<Node> nodes() {
            List<Node> nodes = new ArrayList<>();
            for (Optional<List<String>> line = node(); line.isPresent(); line = node()) {
                List<String> words = line.get();
                nodes.add(new Node(
                        words.get(0).equals("test"), words.get(1), words.get(2), new Digest(words.get(3)), parts()));
            }
            return List.copyOf(nodes);
        }

        private Optional<List<String>> node() {
            return next("task").or(() -> next("test"));
        }

        private List<Part> parts() {
            List<Part> parts = new ArrayList<>();
            for (Optional<List<String>> line = next("part"); line.isPresent(); line = next("part")) {
                List<String> words = line.get();
                parts.add(new Part(Integer.parseInt(words.get(1)), words.get(2), new Digest(words.get(3))));
            }
            return List.copyOf(parts);
        }

        private Optional<List<String>> next(String kind) {
            if (at == lines.size() || !lines.get(at).get(0).equals(kind)) {
                return Optional.empty();
            }
            return Optional.of(lines.get(at++));
        }
    }
}
