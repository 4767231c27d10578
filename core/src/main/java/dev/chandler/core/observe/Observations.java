package dev.chandler.core.observe;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.Preimage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one step has read from outside: names, and of each answer its {@linkplain Seal sealed} digest.
 *
 * <p>As text, a line with the format, then a line each: the sealed digest, a tab, and the name.
 */
public final class Observations {

    private static final String FORMAT = "chandler.observations.v1";
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})\t(.+)");

    private final Map<String, String> sealed;

    /** Keeps the order. */
    Observations(Map<String, String> sealed) {
        this.sealed = Collections.unmodifiableMap(new LinkedHashMap<>(sealed));
    }

    /**
     * What was read.
     *
     * @return in the order in which it was
     */
    public List<String> names() {
        return List.copyOf(sealed.keySet());
    }

    /**
     * Compares answers.
     *
     * @param now other answers, under the same key
     * @return the names of which those say something else, or nothing
     */
    public List<String> changed(Observations now) {
        List<String> changed = new ArrayList<>();
        sealed.forEach((name, digest) -> {
            if (!digest.equals(now.sealed.get(name))) {
                changed.add(name);
            }
        });
        return changed;
    }

    /**
     * Makes the key of a step that has read this.
     *
     * @param step the step's key without it
     * @return names and sealed digests on top of that
     */
    public Preimage on(Digest step) {
        return Preimage.of("chandler.observed.v1")
                .field("parent", step)
                .field("observed", sealed)
                .build();
    }

    /**
     * Writes them.
     *
     * @return lines, each ended by a line feed
     */
    String text() {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        sealed.forEach(
                (name, digest) -> text.append(digest).append('\t').append(name).append('\n'));
        return text.toString();
    }

    /**
     * Reads them.
     *
     * @param text what was written
     * @return them; empty if it is anything else
     */
    static Optional<Observations> read(String text) {
        if (!text.endsWith("\n")) {
            return Optional.empty();
        }
        List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
        if (!lines.get(0).equals(FORMAT)) {
            return Optional.empty();
        }
        Map<String, String> sealed = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            sealed.put(matcher.group(2), matcher.group(1));
        }
        return Optional.of(new Observations(sealed));
    }

    @Override
    public String toString() {
        return sealed.toString();
    }
}
