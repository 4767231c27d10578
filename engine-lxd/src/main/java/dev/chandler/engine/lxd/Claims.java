package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Claim;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Claims of states: instances named by the first state that they are to make, with a label that has them all.
 *
 * <p>The daemon lets no two instances of a project have one name, and a name is free again when its instance is gone, which it
 * is soon after its client. One that was told to stay keeps its name, since what runs can't be renamed, and claims nothing:
 * hence the number at the name's end.
 */
final class Claims {

    private static final String NAME = "chandler-makes-";

    private Claims() {}

    /** The name to try first. */
    static String firstName(List<Digest> keys) {
        return start(keys) + 0;
    }

    /** Another name, where that is taken; empty where it is so by a claim of the first key. */
    static Optional<String> nextName(LxdHttp http, List<Digest> keys) throws InterruptedException {
        NavigableSet<String> names = InstanceList.names(http);
        if (find(InstanceList.starting(http, names, NAME), keys.subList(0, 1)).isPresent()) {
            return Optional.empty();
        }
        int number = 1;
        while (names.contains(start(keys) + number)) {
            number++;
        }
        return Optional.of(start(keys) + number);
    }

    private static String start(List<Digest> keys) {
        return NAME + Names.shortened(keys.get(0)) + "-";
    }

    /** Whether, beside one instance, another claims the first key: who sees the other gives up, so that not both go on. */
    static boolean contested(LxdHttp http, List<Digest> keys, String own) throws InterruptedException {
        NavigableSet<String> names = InstanceList.names(http);
        names.remove(own);
        return InstanceList.starting(http, names, start(keys)).stream()
                .anyMatch(instance -> !claims(instance).isEmpty());
    }

    static String label(List<Digest> keys) {
        return keys.stream().map(Names::shortened).collect(Collectors.joining(" "));
    }

    static Optional<Claim> find(LxdHttp http, List<Digest> keys) throws InterruptedException {
        return find(InstanceList.starting(http, InstanceList.names(http), NAME), keys);
    }

    private static Optional<Claim> find(List<JsonObject> instances, List<Digest> keys) {
        for (JsonObject instance : instances) {
            Set<String> claims = claims(instance);
            List<Digest> wanted = keys.stream()
                    .takeWhile(key -> claims.contains(Names.shortened(key)))
                    .toList();
            if (!wanted.isEmpty()) {
                String build = Labels.text(Json.object(instance, "config"), Labels.BUILD)
                        .orElse("");
                return Optional.of(new Claim(build, wanted.get(wanted.size() - 1)));
            }
        }
        return Optional.empty();
    }

    private static Set<String> claims(JsonObject instance) {
        return Labels.text(Json.object(instance, "config"), Labels.CLAIMS)
                .map(text -> Set.of(text.split(" ")))
                .orElse(Set.of());
    }
}
