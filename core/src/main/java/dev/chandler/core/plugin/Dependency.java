package dev.chandler.core.plugin;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pf4j.DefaultVersionManager;

/**
 * Another plugin that a plugin needs, in PF4J's own language: {@code id}, {@code id@>=1.2.0}, and with {@code ?} after the
 * id for one that may be missing.
 *
 * @param id the other plugin's id
 * @param range which versions of it will do; {@code *} for all
 * @param optional whether the plugin also works without it
 */
record Dependency(String id, String range, boolean optional) {

    private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9.-]*)(\\?)?(?:@(.+))?");

    static List<Dependency> of(PluginHeaders headers) {
        return headers.dependencies().stream().map(Dependency::parse).toList();
    }

    /** The first of several texts that is none, or has a range that nobody understands. */
    static Optional<String> unreadable(List<String> texts) {
        return texts.stream()
                .filter(text -> !FORM.matcher(text).matches() || !parse(text).hasRange())
                .findFirst();
    }

    /** Whether a plugin, also one that is refused, is of no use without another one. */
    static boolean needs(PluginHeaders headers, String id) {
        return unreadable(headers.dependencies()).isEmpty()
                && of(headers).stream().anyMatch(each -> each.id().equals(id) && !each.optional());
    }

    /** How a plugin needs another one that it is known to need. */
    static Dependency on(PluginEntry other, PluginHeaders headers) {
        List<Dependency> several = of(headers).stream()
                .filter(each -> each.id().equals(other.headers().id()))
                .toList();
        return several.stream().filter(each -> !each.optional()).findFirst().orElse(several.get(0));
    }

    private static Dependency parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(text);
        }
        String range = form.group(3);
        return new Dependency(form.group(1), range == null ? "*" : range.strip(), form.group(2) != null);
    }

    private boolean hasRange() {
        try {
            holds("1.0.0");
            return true;
        } catch (RuntimeException e) {
            // The parser has a family of its own, which is not PF4J's to expose.
            return false;
        }
    }

    private boolean holds(String version) {
        return range.equals("*") || new DefaultVersionManager().checkVersionConstraint(version, range);
    }

    /** Whether a version will do; one that is no version does not. */
    boolean takes(String version) {
        try {
            return holds(version);
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return id + (range.equals("*") ? "" : " " + range) + (optional ? " (optional)" : "");
    }
}
