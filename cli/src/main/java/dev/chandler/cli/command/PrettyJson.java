package dev.chandler.cli.command;

import com.google.gson.GsonBuilder;

/** JSON that people may read, too. */
final class PrettyJson {

    private PrettyJson() {}

    /** Several lines, without a break behind the last. */
    static String of(Object value) {
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(value);
    }
}
