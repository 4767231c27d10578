package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a test's builds have on LXD: for {@link Leftovers}, which says when it is looked for and removed. */
final class LxdLeftovers {

    private static final String BUILD = "user.dev.chandler.build";
    private static final String KEY = "user.dev.chandler.key";

    private final Set<String> importsBefore = imports();

    /** What is there of a build that nobody asked for: instances, states without a key, images without a name. */
    static List<String> ofBuild(String build) {
        List<String> left = new ArrayList<>();
        for (JsonObject instance : Lxd.instances()) {
            if (Lxd.label(instance, "config", BUILD).equals(build)) {
                left.add("instance " + instance.get("name").getAsString());
            }
        }
        for (JsonObject image : Lxd.images()) {
            image.getAsJsonArray("aliases").forEach(alias -> {
                if (alias.getAsJsonObject().get("description").getAsString().equals(build)) {
                    left.add("image " + image.get("fingerprint").getAsString());
                }
            });
        }
        return left;
    }

    /** Takes away what may be left: states by their keys, images by a word in their names or, nameless, by their ids. */
    void removeAll(Collection<String> builds, Collection<String> keys, String word, Collection<String> published) {
        for (JsonObject instance : Lxd.instances()) {
            if (keys.contains(Lxd.label(instance, "config", KEY))
                    || builds.contains(Lxd.label(instance, "config", BUILD))) {
                Lxd.tried("delete", "--force", instance.get("name").getAsString());
            }
        }
        Set<String> added = newImports();
        for (JsonObject image : Lxd.images()) {
            String fingerprint = image.get("fingerprint").getAsString();
            List<String> names = Lxd.aliases(image);
            if (names.stream().anyMatch(name -> name.contains(word))
                    || (names.isEmpty() && published.contains("sha256:" + fingerprint))
                    || added.contains(fingerprint)) {
                Lxd.tried("image", "delete", fingerprint);
            }
        }
    }

    /** Bases that were imported since the test began. */
    Set<String> newImports() {
        Set<String> imports = imports();
        imports.removeAll(importsBefore);
        return imports;
    }

    private static Set<String> imports() {
        Set<String> imports = new TreeSet<>();
        for (JsonObject image : Lxd.images()) {
            if (!Lxd.label(image, "properties", KEY).isEmpty()) {
                imports.add(image.get("fingerprint").getAsString());
            }
        }
        return imports;
    }
}
