package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where on a daemon instances are made: the devices that they get where nothing else is asked for.
 *
 * @param profile the profile that has them
 * @param devices the profile's
 * @param pool the storage pool
 */
record Place(String profile, Map<String, JsonObject> devices, String pool) {

    static Place find(LxdHttp http, LxdOptions options) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("profiles", options.profile()));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot use the profile \"" + options.profile() + "\" of LXD", answer.words());
        }
        Map<String, JsonObject> devices = new LinkedHashMap<>();
        JsonObject found = Json.object(answer.object(), "devices");
        for (String name : found.keySet()) {
            devices.put(name, Json.object(found, name));
        }
        Optional<String> own = devices.values().stream()
                .filter(Place::isRoot)
                .map(device -> Json.text(device, "pool"))
                .findFirst();
        String pool = options.pool()
                .or(() -> own)
                .orElseThrow(() -> LxdProblems.refused(
                        "cannot make instances on LXD",
                        "the profile \"" + options.profile()
                                + "\" has no root disk; CHANDLER_LXD_POOL names a storage pool" + " to use"));
        return new Place(options.profile(), Map.copyOf(devices), pool);
    }

    private static boolean isRoot(JsonObject device) {
        return Json.text(device, "type").equals("disk")
                && Json.text(device, "path").equals("/");
    }

    /** The root disk, under the name that the profile has for it, so that there are not two. */
    JsonObject root() {
        JsonObject root = new JsonObject();
        root.addProperty("type", "disk");
        root.addProperty("path", "/");
        root.addProperty("pool", pool);
        JsonObject named = new JsonObject();
        named.add(rootName(), root);
        return named;
    }

    private String rootName() {
        return named(Place::isRoot).findFirst().orElse("root");
    }

    /** A copy of one of the profile's devices, which is there. */
    JsonObject device(String name) {
        return Objects.requireNonNull(devices.get(name), name).deepCopy();
    }

    /** The names of the profile's network interfaces, in a fixed order. */
    List<String> interfaces() {
        return named(device -> Json.text(device, "type").equals("nic")).sorted().toList();
    }

    /** The name of the one that another takes the place of, so that there are not two. */
    String interfaceName() {
        return interfaces().stream().findFirst().orElse("eth0");
    }

    private Stream<String> named(Predicate<JsonObject> which) {
        return devices.entrySet().stream()
                .filter(device -> which.test(device.getValue()))
                .map(Map.Entry::getKey);
    }
}
