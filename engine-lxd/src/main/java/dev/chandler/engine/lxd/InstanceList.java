package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What instances of ours there are on a daemon.
 *
 * <p>Source: LXD 5.0, {@code doc/rest-api.yaml}, {@code /1.0/instances} and {@code /1.0/instances/{name}}.
 */
final class InstanceList {

    /** Greater than all that a name can have in it. */
    private static final String END = "\uffff";

    private InstanceList() {}

    /** All of them, in one request; with hundreds of states it takes a tenth of a second and more. */
    static List<JsonObject> ours(LxdHttp http) throws InterruptedException {
        return Json.objects(list(http, "1").metadata()).stream()
                .filter(InstanceList::isOurs)
                .toList();
    }

    /** The names of all instances, whoever made them. */
    static NavigableSet<String> names(LxdHttp http) throws InterruptedException {
        NavigableSet<String> names = new TreeSet<>();
        for (JsonElement address : list(http, "0").metadata().getAsJsonArray()) {
            // /1.0/instances/NAME, and the project behind it unless it is the first
            String path = address.getAsString().replaceFirst("\\?.*", "");
            names.add(path.substring(path.lastIndexOf('/') + 1));
        }
        return names;
    }

    /** Those of ours whose names begin so, each by a request of its own; one that has gone meanwhile is not there. */
    static List<JsonObject> starting(LxdHttp http, NavigableSet<String> names, String start)
            throws InterruptedException {
        List<JsonObject> found = new ArrayList<>();
        for (String name : names.subSet(start, start + END)) {
            ours(http, name).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<JsonObject> ours(LxdHttp http, String name) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances", name));
        if (answer.missing()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot look at the instance " + name + " of LXD", answer.words());
        }
        return Optional.of(answer.object()).filter(InstanceList::isOurs);
    }

    private static LxdAnswer list(LxdHttp http, String recursion) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("instances").addQueryParameter("recursion", recursion));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot list the instances of LXD", answer.words());
        }
        return answer;
    }

    private static boolean isOurs(JsonObject instance) {
        return Labels.text(Json.object(instance, "config"), Labels.VERSION).isPresent();
    }
}
