package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where on a daemon instances are made: the devices that they get where nothing else is asked for.
 *
 * @param profile the profile that has them
 * @param devices the profile's
 * @param pool the storage pool
 * @param copiesAtOneStroke whether a copy there is a snapshot of the file system, not a copy of one file after the other
 */
record Place(String profile, Map<String, JsonObject> devices, String pool, boolean copiesAtOneStroke) {

    private static final Set<String> SNAPSHOTTING = Set.of("btrfs", "zfs");

    static Place find(LxdHttp http, LxdOptions options) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("profiles", options.profile()));
        if (!answer.ok()) {
            throw LxdProblems.noPlace(
                    "cannot use the profile \"" + options.profile() + "\" of LXD",
                    answer.words(),
                    "\"lxc profile list\" shows those that there are; CHANDLER_LXD_PROFILE names another");
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
                .orElseThrow(() -> LxdProblems.noPlace(
                        "cannot make instances on LXD",
                        "the profile \"" + options.profile() + "\" has no root disk",
                        "name a storage pool with CHANDLER_LXD_POOL, or another profile with CHANDLER_LXD_PROFILE;"
                                + " or: lxc profile device add " + options.profile() + " root disk path=/ pool=POOL"));
        LxdAnswer known = http.get(http.at("storage-pools", pool));
        if (options.pool().isPresent()) {
            require(pool, known);
        }
        // Whoever may not look at pools has states made as on any.
        boolean atOneStroke = SNAPSHOTTING.contains(Json.text(known.object(), "driver"));
        return new Place(options.profile(), Map.copyOf(devices), pool, atOneStroke);
    }

    /** Refuses a project that is not there: lists of what is in it would be empty, and no more be said. */
    static void requireProject(LxdHttp http, String project) throws InterruptedException {
        if (project.equals(LxdOptions.DEFAULT)) {
            return;
        }
        LxdAnswer answer = http.get(http.outside("projects", project));
        if (!answer.ok()) {
            throw LxdProblems.noPlace(
                    "cannot use the project \"" + project + "\" of LXD at " + http.endpoint(),
                    answer.words(),
                    "\"lxc project list\" shows those that there are; CHANDLER_LXD_PROJECT names another");
        }
    }

    private static void require(String pool, LxdAnswer answer) {
        if (!answer.ok()) {
            throw LxdProblems.noPlace(
                    "cannot use the storage pool \"" + pool + "\" of LXD",
                    answer.words(),
                    "\"lxc storage list\" shows those that there are; CHANDLER_LXD_POOL names another");
        }
    }

    private static boolean isRoot(JsonObject device) {
        return Json.text(device, "type").equals("disk")
                && Json.text(device, "path").equals("/");
    }

    /**
     * The root disk, under the name that the profile has for it, so that there are not two; and with what the profile says of
     * it, such as its size, without which there is none in a project that has a limit for the sum.
     */
    JsonObject root() {
        JsonObject named = new JsonObject();
        Optional<Map.Entry<String, JsonObject>> own = devices.entrySet().stream()
                .filter(device -> isRoot(device.getValue()))
                .findFirst();
        JsonObject root = own.map(device -> device.getValue().deepCopy()).orElseGet(JsonObject::new);
        root.addProperty("type", "disk");
        root.addProperty("path", "/");
        root.addProperty("pool", pool);
        named.add(own.map(Map.Entry::getKey).orElse("root"), root);
        return named;
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
