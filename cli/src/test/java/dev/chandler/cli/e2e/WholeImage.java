package dev.chandler.cli.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that an image on Docker has, whatever layers it is made of: each file ({@link ImageTree}), and each field of its config
 * as it is written, where one that is not there is not one that is null. History and layers are left out.
 *
 * @param lines what there is, by a path or the name of a field
 */
record WholeImage(Map<String, String> lines) {

    /**
     * Looks at an image.
     *
     * @param room where it can be saved; what is put there stays
     */
    static WholeImage of(String image, Path room) {
        Map<String, String> lines = ImageTree.of(image);
        JsonObject whole = SavedImage.of(image, room.resolve("saved-" + image.replaceAll("[/:]", "-")))
                .config();
        for (String field : List.of("os", "architecture", "variant", "author")) {
            lines.put("config " + field, said(whole.get(field)));
        }
        JsonObject config = whole.getAsJsonObject("config");
        config.entrySet().forEach(field -> lines.put("config " + field.getKey(), said(field.getValue())));
        return new WholeImage(lines);
    }

    /** Maps have no order. */
    private static String said(JsonElement value) {
        if (value instanceof JsonObject object) {
            Map<String, String> fields = new TreeMap<>();
            object.entrySet().forEach(field -> fields.put(field.getKey(), said(field.getValue())));
            return fields.toString();
        }
        return String.valueOf(value);
    }

    /** What is not the same in another image, a line each. */
    List<String> differences(WholeImage other) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(lines.keySet());
        names.addAll(other.lines().keySet());
        for (String name : names) {
            String here = lines.get(name);
            String there = other.lines().get(name);
            if (!Objects.equals(here, there)) {
                differences.add(name + ": " + here + " | " + there);
            }
        }
        return differences;
    }
}
