package dev.chandler.cli.e2e;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The LXD under test, as its own command line sees it. */
final class Lxd {

    private Lxd() {}

    /** Where its socket is. */
    static String folder() {
        return Testbed.variable("LXD_DIR");
    }

    /** Runs {@code lxc ARGS}, which has to end well, and gives its standard output without surrounding blanks. */
    static String lxc(String... args) {
        return tried(args).exits(0).out().strip();
    }

    /** Runs {@code lxc ARGS}. */
    static Ended tried(String... args) {
        List<String> command =
                new ArrayList<>(List.of("env", "LXD_CONF=" + Testbed.variable("CHANDLER_TESTBED_LXD_CLIENT"), "lxc"));
        command.addAll(List.of(args));
        return Shell.run(command);
    }

    /** All instances, states among them. */
    static List<JsonObject> instances() {
        return list("/1.0/instances?recursion=1");
    }

    /** All images. */
    static List<JsonObject> images() {
        return list("/1.0/images?recursion=1");
    }

    /** The fingerprint of the image that has this alias. */
    static Optional<String> fingerprint(String alias) {
        return images().stream()
                .filter(image -> aliases(image).contains(alias))
                .map(image -> image.get("fingerprint").getAsString())
                .findFirst();
    }

    /** The names of an image. */
    static List<String> aliases(JsonObject image) {
        return StreamSupport.stream(image.getAsJsonArray("aliases").spliterator(), false)
                .map(alias -> alias.getAsJsonObject().get("name").getAsString())
                .toList();
    }

    /** What an object's {@code config} or {@code properties} says; empty where it says nothing. */
    static String label(JsonObject object, String map, String label) {
        JsonElement value = object.getAsJsonObject(map).get(label);
        return value == null ? "" : value.getAsString();
    }

    private static List<JsonObject> list(String path) {
        return StreamSupport.stream(
                        JsonParser.parseString(lxc("query", path))
                                .getAsJsonArray()
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }
}
