package dev.chandler.core.trust;

/**
 * A text, or all texts that begin with one.
 *
 * <p>The star is at the end alone: what a pattern lets in can be seen at a glance.
 *
 * @param text the text, or how it begins
 * @param open whether anything may follow
 */
record Wildcard(String text, boolean open) {

    static Wildcard of(String pattern) {
        return pattern.endsWith("*")
                ? new Wildcard(pattern.substring(0, pattern.length() - 1), true)
                : new Wildcard(pattern, false);
    }

    boolean matches(String subject) {
        return open ? subject.startsWith(text) : subject.equals(text);
    }

    @Override
    public String toString() {
        return open ? text + "*" : text;
    }
}
