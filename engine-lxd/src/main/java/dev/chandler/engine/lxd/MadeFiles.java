package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /**
     * Those of a state.
     *
     * @throws dev.chandler.api.problem.EngineException if the daemon does not say: taken for none, they would be part of what is made of it
     */
    static MadeFiles of(LxdHttp http, String state) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", state));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot read the state " + state, answer.words());
        }
        JsonObject config = Json.object(answer.object(), "config");
        return parse(Json.text(config, Labels.MADE));
    }

    String label() {
        return String.join(" ", new TreeSet<>(names));
    }

    boolean has(String name) {
        return names.contains(name);
    }

    /** Those of both. */
    MadeFiles and(MadeFiles others) {
        Set<String> all = new TreeSet<>(names);
        all.addAll(others.names);
        return new MadeFiles(all);
    }

    /** Those left out that something is mounted over again, so that nobody sees whether they are there. */
    MadeFiles without(Collection<OwnFile> mounted) {
        return without(new MadeFiles(mounted.stream().map(OwnFile::name).collect(Collectors.toSet())));
    }

    /** Those that are not among others. */
    MadeFiles without(MadeFiles others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others.names);
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
