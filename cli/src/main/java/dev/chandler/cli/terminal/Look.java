package dev.chandler.cli.terminal;

import java.util.Map;

/**
 * What a terminal may be given: colours, and characters beyond ASCII.
 *
 * @param colours whether colours are wanted
 * @param unicode whether it shows more than ASCII
 */
public record Look(boolean colours, boolean unicode) {

    /** How a piece of text is set off. */
    public enum Style {
        /** As it is. */
        PLAIN(""),
        /** What matters less. */
        DIM("\u001b[2m"),
        /** What is going on. */
        CYAN("\u001b[36m"),
        /** What went well. */
        GREEN("\u001b[32m"),
        /** What needs a look. */
        YELLOW("\u001b[33m"),
        /** What went wrong. */
        RED("\u001b[31m");

        private final String begin;

        Style(String begin) {
            this.begin = begin;
        }
    }

    private static final String END = "\u001b[0m";

    /**
     * Finds out what is wanted, by <a href="https://no-color.org/">NO_COLOR</a> and CLICOLOR.
     *
     * @param environment the environment's variables
     * @param unicode whether the user's locale has UTF-8
     */
    public static Look of(Map<String, String> environment, boolean unicode) {
        boolean none = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("CLICOLOR", "").equals("0");
        return new Look(!none, unicode);
    }

    /** Sets text off. */
    String styled(Style style, String text) {
        return !colours || style == Style.PLAIN || text.isEmpty() ? text : style.begin + text + END;
    }

    /**
     * Text as it can be shown.
     *
     * @param text any, without control characters
     */
    public String shown(String text) {
        return unicode ? text : text.replaceAll("[^ -~]", "?");
    }

    /**
     * Chooses a sign.
     *
     * @param sign the sign
     * @param ascii what stands for it where there is only ASCII
     */
    public String sign(String sign, String ascii) {
        return unicode ? sign : ascii;
    }
}
