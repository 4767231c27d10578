package dev.chandler.core.manifest.schema;

import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key in words without Markdown, for terminals and programs.
 *
 * @param name the key
 * @param value what may be written behind it
 * @param required whether it must be there
 * @param defaultText what holds where it is left out
 * @param example a value as it would be written
 * @param meaning what it is for, a sentence
 * @param keys those of the map behind it, where there may be one
 */
public record KeyText(
        String name,
        String value,
        boolean required,
        Optional<String> defaultText,
        Optional<String> example,
        String meaning,
        List<KeyText> keys) {

    /**
     * Words a key.
     *
     * @param key the key
     * @return it, with all that are below it
     */
    public static KeyText of(SettingKey key) {
        Map<String, KeyText> below = new LinkedHashMap<>();
        maps(key.shape())
                .forEach(map ->
                        map.model().keys().forEach(each -> below.computeIfAbsent(each.name(), name -> of(each))));
        return new KeyText(
                key.name(),
                Words.plain(key.shown().orElseGet(() -> Words.of(key.shape()))),
                key.isRequired(),
                key.defaultText(),
                key.example(),
                Words.meaning(key),
                List.copyOf(below.values()));
    }

    private static List<SettingShape> maps(SettingShape shape) {
        List<SettingShape> maps = new ArrayList<>();
        for (SettingShape each : shape.alternatives()) {
            switch (each.kind()) {
                case LIST, NAMES -> maps.addAll(maps(each.item()));
                case MAP -> maps.add(each);
                default -> {}
            }
        }
        return maps;
    }
}
