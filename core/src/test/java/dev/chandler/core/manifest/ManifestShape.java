package dev.chandler.core.manifest;

import dev.chandler.api.settings.Setting;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A manifest as nested lists, in which every text has gone through a function. Without its variables, which are what was
 * given for it.
 */
final class ManifestShape {

    private final UnaryOperator<String> texts;

    ManifestShape(UnaryOperator<String> texts) {
        this.texts = texts;
    }

    Object of(Object node) {
        if (node instanceof String text) {
            return texts.apply(text);
        }
        if (node instanceof Optional<?> optional) {
            return optional.map(this::of);
        }
        if (node instanceof List<?> list) {
            return list.stream().map(this::of).toList();
        }
        if (node instanceof Map<?, ?> map) {
            List<Object> entries = new ArrayList<>();
            map.forEach((key, value) -> entries.add(List.of(of(key), of(value))));
            return entries;
        }
        if (node instanceof Setting setting) {
            return setting(setting);
        }
        return node.getClass().isRecord() && node.getClass().getPackage().equals(Manifest.class.getPackage())
                ? record(node)
                : isEntry(node) ? record(node) : node;
    }

    private static boolean isEntry(Object node) {
        return node instanceof Setting.Entry;
    }

    private Object setting(Setting setting) {
        Object content = switch (setting.kind()) {
            case TEXT -> of(setting.text());
            case LIST -> of(setting.items());
            case MAP -> of(setting.entries());
        };
        return List.of(setting.kind(), setting.location(), content);
    }

    private Object record(Object node) {
        List<Object> components = new ArrayList<>();
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            if (node instanceof Manifest && component.getName().equals("variables")) {
                continue;
            }
            try {
                component.getAccessor().setAccessible(true);
                components.add(component.getName());
                components.add(of(component.getAccessor().invoke(node)));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return components;
    }
}
