package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that were made in an instance so that its own could be mounted over them, and are no part of what it is.
 *
 * <p>They cannot go while it runs. Opening a copy of it to take them out costs as much as the copy, so a state keeps them, and
 * its label has their names: they go when somebody begins to use it, where they would be seen.
 *
 * @param names their names in {@code /etc}
 */
record MadeFiles(Set<String> names) {

    static final MadeFiles NONE = new MadeFiles(Set.of());

    MadeFiles {
        names = Set.copyOf(names);
    }

    /** Those that are separated by blanks. */
    static MadeFiles parse(String words) {
        return words.isBlank()
                ? NONE
                : new MadeFiles(Set.copyOf(Arrays.asList(words.strip().split(" +"))));
    }

    /** Those of a state, or of any other instance. */
    static MadeFiles of(LxdHttp http, String instance) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", instance));
        JsonObject config = Json.object(answer.object(), "config");
        return parse(Json.text(config, Labels.MADE));
    }

    String label() {
        return String.join(" ", new TreeSet<>(names));
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Those that something is mounted over again, and of which nobody sees whether they are there, left out. */
    MadeFiles without(Collection<OwnFile> mounted) {
        Set<String> rest = new TreeSet<>(names);
        mounted.forEach(file -> rest.remove(file.name()));
        return new MadeFiles(rest);
    }

    /** Takes them out of an instance that does not run, as far as nothing is in them. */
    void remove(LxdHttp http, String instance) throws InterruptedException {
        if (!names.isEmpty()) {
            new InstanceFiles(http, instance, Set.of())
                    .removeEmpty(names.stream().map(OwnFile::path).toList());
        }
    }
}
