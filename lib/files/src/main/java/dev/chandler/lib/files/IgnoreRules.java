package dev.chandler.lib.files;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Patterns in order, of which the last that matches a path, or a folder above it, decides.
 *
 * <p>Immutable. The language is {@code .dockerignore}'s; paths have slashes and are relative to the folder that the rules
 * are for.
 */
public final class IgnoreRules {

    /** Rules that exclude nothing. */
    public static final IgnoreRules NONE = new IgnoreRules(List.of());

    private final List<IgnorePattern> patterns;

    private IgnoreRules(List<IgnorePattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * Makes rules of patterns.
     *
     * @param patterns one rule each; empty ones are passed over
     * @return the rules
     * @throws FileTreeException if one of them is no pattern
     */
    public static IgnoreRules of(List<String> patterns) throws FileTreeException {
        List<IgnorePattern> parsed = new ArrayList<>();
        for (String pattern : patterns) {
            if (!pattern.isBlank()) {
                parsed.add(IgnorePattern.parse(pattern));
            }
        }
        return new IgnoreRules(List.copyOf(parsed));
    }

    /**
     * Makes rules of an ignore file's text: a rule a line, lines that begin with {@code #} being comments.
     *
     * @param text the file's text
     * @param file the file's name, for problems
     * @return the rules
     * @throws FileTreeException with all lines that are no pattern
     */
    public static IgnoreRules parse(String text, String file) throws FileTreeException {
        List<IgnorePattern> parsed = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        int number = 0;
        for (String line : withoutMark(text).lines().toList()) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    parsed.add(IgnorePattern.parse(line));
                } catch (FileTreeException e) {
                    problems.add(e.problem().at(new Location(file, number, 1)));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new FileTreeException(problems);
        }
        return new IgnoreRules(List.copyOf(parsed));
    }

    /** Some editors put a byte order mark before a text; Docker passes over it too. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * Whether a path is excluded.
     *
     * @param path relative, with slashes
     * @return true if the last rule that matches it or a folder above it excludes
     */
    public boolean excludes(String path) {
        return at(path).excluded();
    }

    /** What the rules say of a path and, for what lies below it, which of them match. */
    Verdict at(String path) {
        Verdict verdict = top();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            verdict = verdict.below(path.substring(0, slash));
        }
        return path.isEmpty() ? verdict : verdict.below(path);
    }

    Verdict top() {
        return new Verdict(new boolean[patterns.size()], false);
    }

    /** What the rules say of one path. */
    final class Verdict {

        private final boolean[] matched;
        private final boolean excluded;

        private Verdict(boolean[] matched, boolean excluded) {
            this.matched = matched;
            this.excluded = excluded;
        }

        boolean excluded() {
            return excluded;
        }

        Verdict below(String path) {
            boolean[] now = new boolean[matched.length];
            boolean out = false;
            for (int i = 0; i < now.length; i++) {
                now[i] = matched[i] || patterns.get(i).matches(path);
                out = now[i] ? !patterns.get(i).exception() : out;
            }
            return new Verdict(now, out);
        }

        /** Whether a folder that is excluded itself may have something in it that is not. */
        boolean mayIncludeBelow(String path) {
            return patterns.stream().anyMatch(pattern -> pattern.exception() && pattern.mayMatchBelow(path));
        }
    }
}
