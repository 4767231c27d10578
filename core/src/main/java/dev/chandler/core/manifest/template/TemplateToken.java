package dev.chandler.core.manifest.template;

/**
 * A piece of a template, as the scanner cuts it.
 *
 * @param kind what it is
 * @param start the offset of its first character
 * @param end the offset behind its last one
 * @param name a directive's name, without {@code #}; empty for all else
 */
record TemplateToken(Kind kind, int start, int end, String name) {

    enum Kind {
        /** Text that comes out as it stands. */
        TEXT,
        /** {@code [=…]}. */
        INTERPOLATION,
        /** {@code [#name …]}. */
        OPEN,
        /** {@code [/#name]}. */
        CLOSE,
        /** {@code [@name …]}. */
        CALL,
        /** {@code [/@name]}. */
        CALL_CLOSE,
        /** {@code [#-- … --]}. */
        COMMENT
    }

    boolean isTag() {
        return kind != Kind.TEXT && kind != Kind.INTERPOLATION;
    }

    /** What stands between the brackets and after the name. */
    String inside(String text) {
        int head = switch (kind) {
            case TEXT -> 0;
            case INTERPOLATION -> 2;
            case OPEN -> 2 + name.length();
            case CLOSE -> 3 + name.length();
            case CALL -> 2;
            case CALL_CLOSE -> 3;
            case COMMENT -> 4;
        };
        return text.substring(Math.min(start + head, end - 1), end - 1);
    }
}
