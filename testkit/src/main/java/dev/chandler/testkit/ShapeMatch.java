package dev.chandler.testkit;

import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a setting against its shape, as far as a forgotten key or alternative shows. */
final class ShapeMatch {

    private ShapeMatch() {}

    static boolean fits(Setting setting, SettingShape shape) {
        return shape.alternatives().stream().anyMatch(each -> fitsOne(setting, each));
    }

    private static boolean fitsOne(Setting setting, SettingShape shape) {
        return switch (shape.kind()) {
            case ANY, PART -> true;
            case TEXT, BOOLEAN, COUNT, NUMBER, DURATION -> setting.kind() == Setting.Kind.TEXT;
            case LIST ->
                setting.kind() == Setting.Kind.LIST
                        && setting.items().stream().allMatch(item -> fits(item, shape.item()));
            case NAMES ->
                setting.kind() == Setting.Kind.MAP
                        && setting.entries().values().stream().allMatch(entry -> fits(entry.value(), shape.item()));
            case MAP -> setting.kind() == Setting.Kind.MAP && fits(setting.entries(), shape.model());
            case EITHER -> throw new IllegalStateException("no alternative has alternatives");
        };
    }

    private static boolean fits(Map<String, Setting.Entry> entries, SettingsModel model) {
        return model.names().containsAll(entries.keySet())
                && model.keys().stream().allMatch(key -> fits(entries.get(key.name()), key));
    }

    private static boolean fits(Setting.@Nullable Entry entry, SettingKey key) {
        return entry == null ? !key.isRequired() : fits(entry.value(), key.shape());
    }
}
