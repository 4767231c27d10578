package dev.chandler.cli.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.cli.e2e.SocketRelay.Moment;
import dev.chandler.core.run.InstanceState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;

/** The testbed's LXD that may be harmed. */
final class FrailLxd extends FrailDaemon {

    /** The name of the only image that stays there. */
    private static final String BASE = "busybox";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String KEY = "user.dev.chandler.key";
    private static final String ALIASES = "/1.0/images/aliases";

    /** An instance and a state are made by the same request. */
    private static final String MAKE = "POST /1\\.0/instances\\?";

    private static final String LOOK_AT_INSTANCE = "GET /1\\.0/instances/chandler-makes-[^/?]+\\?";
    private static final String EXEC = "POST .*/exec\\?";
    private static final String WEB_SOCKET = "GET .*/websocket\\?";
    private static final String LABEL = "PATCH /1\\.0/instances/chandler-cache-[^/?]+\\?";
    private static final String WAIT = "GET /1\\.0/operations/[^/]+/wait";

    /** The names of all, by which states are found. */
    private static final String LIST = "GET /1\\.0/instances\\?.*recursion=0";

    /** LXD has begun to make the instance. */
    static final Moment MAKING = Moment.after(MAKE, 1);

    /** The instance runs, and nobody holds it. */
    static final Moment STARTED = Moment.before(EXEC, 1);

    /** LXD has begun to copy the second step's state. */
    static final Moment COPYING = Moment.after(MAKE, 3);

    /** The copy is there, and not labelled with its key. */
    static final Moment COPIED = Moment.after(WAIT, 4);

    /** LXD has begun to make the image. */
    static final Moment PACKING = Moment.after("POST /1\\.0/images\\?", 1);

    /** The image is there, and has a name of ours alone. */
    static final Moment PACKED = Moment.after(WAIT, 5);

    FrailLxd() {
        super("lxd-frail", "CHANDLER_TESTBED_LXD_FRAIL");
    }

    @Override
    String engine() {
        return "lxd";
    }

    @Override
    Path socket() {
        return Path.of(place(), "unix.socket");
    }

    @Override
    Map<String, String> environment(Path relay) {
        return Map.of("LXD_DIR", relay.getParent().toString());
    }

    @Override
    String silenceVariable() {
        return "CHANDLER_LXD_SILENCE";
    }

    @Override
    Moment moment(Fault.When when, InstanceState state) {
        return when == Fault.When.BEFORE ? before(state) : after(state);
    }

    /** Commands are, in this order, the lease and the two steps; each has three WebSockets. */
    private static Moment before(InstanceState state) {
        return switch (state) {
            case COLD -> Moment.before(LIST, 1);
            case STARTING -> Moment.before(MAKE, 1);
            // The first step is kept, the second not begun.
            case READY -> Moment.before(EXEC, 3);
            // The daemon starts a command when the last of them is connected.
            case RUNNING -> Moment.before(WEB_SOCKET, 9);
            case SNAPSHOTTING -> Moment.before(MAKE, 3);
            case PUBLISHING -> Moment.before("POST /1\\.0/images\\?", 1);
            case CLOSING -> Moment.before(LOOK_AT_INSTANCE, 1);
            case CLOSED -> throw new IllegalArgumentException("nothing is done any more");
        };
    }

    /**
     * What is waited for is, in this order, that the instance is made and started, and the copies of the states after the first step
     * and the second, each of which gets its key then; and the image.
     */
    private static Moment after(InstanceState state) {
        return switch (state) {
            case COLD -> Moment.after(LIST, 1);
            case STARTING -> Moment.after(WAIT, 2);
            // The first step has ended, and is not kept yet: what was copied has no key.
            case READY -> Moment.after(WAIT, 3);
            case RUNNING -> Moment.after(WEB_SOCKET, 8, "in the step");
            case SNAPSHOTTING -> Moment.after(LABEL, 2);
            case PUBLISHING -> Moment.after("PUT " + ALIASES + "/e2e", 1);
            case CLOSING -> Moment.after(LOOK_AT_INSTANCE, 1, "^HTTP/1.1 404");
            case CLOSED -> throw new IllegalArgumentException("nothing is done any more");
        };
    }

    @Override
    void nameBase(String image) {
        lxc("image", "alias", "create", image, fingerprint(BASE));
    }

    @Override
    String id(String image) {
        return "sha256:" + fingerprint(image);
    }

    private String fingerprint(String image) {
        return ask(ALIASES + "/" + image.replace("/", "%2F"))
                .getAsJsonObject()
                .get("target")
                .getAsString();
    }

    @Override
    Map<String, String> tree(String image) {
        try {
            Path folder = Files.createTempDirectory("e2e-image");
            try {
                lxc("image", "export", image, folder + "/image");
                return ImageTree.of(folder.resolve("image.tar"), "rootfs");
            } finally {
                Files.deleteIfExists(folder.resolve("image.tar"));
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Also what the daemon itself has forgotten, and what it is still at. */
    @Override
    List<String> left() {
        List<String> left = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (JsonObject instance : objects("/1.0/instances?recursion=1")) {
            names.add(name(instance));
            if (Lxd.label(instance, "config", KEY).isEmpty()) {
                left.add("instance " + name(instance));
            }
        }
        for (JsonObject image : objects("/1.0/images?recursion=1")) {
            List<String> aliases = Lxd.aliases(image);
            if (aliases.isEmpty() || aliases.stream().anyMatch(alias -> alias.startsWith("chandler-"))) {
                left.add("image " + image.get("fingerprint").getAsString() + " " + aliases);
            }
        }
        objects("/1.0/storage-pools/default/volumes/custom?recursion=1").stream()
                .map(FrailLxd::name)
                .filter(volume -> !volume.equals("images"))
                .forEach(volume -> left.add("volume " + volume));
        Stranger.names(Path.of(place(), "storage-pools/default/containers")).stream()
                .filter(folder -> !names.contains(folder.getFileName().toString()))
                .forEach(folder -> left.add("folder " + folder));
        left.addAll(operationsLeft());
        return left;
    }

    /** A command that nobody has connected to is given up by LXD itself, after some seconds. */
    private List<String> operationsLeft() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> operations = operations();
        while (!operations.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000);
            operations = operations();
        }
        return operations;
    }

    /** Those with instances of ours, and those that make images; LXD has others of its own. */
    private List<String> operations() {
        // Where there are none it is no object, but null.
        if (!(ask("/1.0/operations?recursion=1") instanceof JsonObject all) || !all.has("running")) {
            return List.of();
        }
        return objects(all.get("running")).stream()
                .filter(operation -> operation.get("resources").toString().contains("/chandler-")
                        || operation.get("description").getAsString().equals("Downloading image"))
                .map(operation -> "operation " + operation)
                .toList();
    }

    @Override
    void clear() {
        List<String> removal = new ArrayList<>(List.of("delete", "--force"));
        objects("/1.0/instances?recursion=1").forEach(instance -> removal.add(name(instance)));
        if (removal.size() > 2) {
            lxc(removal.toArray(String[]::new));
        }
        String base = fingerprint(BASE);
        for (JsonObject image : objects("/1.0/images?recursion=1")) {
            String fingerprint = image.get("fingerprint").getAsString();
            if (!fingerprint.equals(base)) {
                lxc("image", "delete", fingerprint);
            } else {
                Lxd.aliases(image).stream()
                        .filter(alias -> !alias.equals(BASE))
                        .forEach(alias -> lxc("image", "alias", "delete", alias));
            }
        }
    }

    private static String name(JsonObject object) {
        return object.get("name").getAsString();
    }

    private List<JsonObject> objects(String path) {
        return objects(ask(path));
    }

    private static List<JsonObject> objects(JsonElement array) {
        return StreamSupport.stream(array.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private JsonElement ask(String path) {
        return JsonParser.parseString(lxc("query", path));
    }

    private String lxc(String... args) {
        List<String> command =
                new ArrayList<>(List.of("env", "LXD_DIR=" + place(), "LXD_CONF=" + place() + "/../client", "lxc"));
        command.addAll(List.of(args));
        return Shell.run(command).exits(0).out().strip();
    }
}
