package dev.chandler.core.manifest.schema;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import java.util.stream.Collectors;

/** Words for keys. */
final class Words {

    private Words() {}

    /** What a key is for and what may be written behind it, in Markdown that leads nowhere in the reference. */
    static String sentence(SettingKey key) {
        return sentence(withoutLocalLinks(key.description())
                + key.shown().map(shown -> " (" + shown + ")").orElse(""));
    }

    /** What a key is for, without Markdown. */
    static String meaning(SettingKey key) {
        return sentence(plain(withoutLocalLinks(key.description())));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    /** Without Markdown. */
    static String plain(String markdown) {
        return markdown.replaceAll("\\[([^\\]]*)\\]\\(([^)]*)\\)", "$1 <$2>")
                .replace("`", "")
                .replaceAll("\\*(\\w+)\\*", "$1");
    }

    private static String withoutLocalLinks(String markdown) {
        return markdown.replaceAll("\\[([^\\]]*)\\]\\(#[^)]*\\)", "$1");
    }

    /** What a value may be. */
    static String of(SettingShape shape) {
        return switch (shape.kind()) {
            case ANY -> "anything";
            case TEXT ->
                shape.words().isEmpty()
                        ? "text"
                        : shape.words().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
            case BOOLEAN -> "`true`, `false`";
            case COUNT -> "0 and up";
            case NUMBER -> "a number";
            case DURATION -> "`500ms`, `30s`, `10m`, `2h`";
            case LIST -> isText(shape.item()) ? "a list of texts" : "a list";
            case NAMES -> isText(shape.item()) ? "a map of texts" : "a map";
            case MAP, PART -> "a map";
            case EITHER -> shape.alternatives().stream().map(Words::of).collect(Collectors.joining(", or "));
        };
    }

    private static boolean isText(SettingShape shape) {
        return shape.kind() == SettingShape.Kind.TEXT && shape.words().isEmpty();
    }
}
