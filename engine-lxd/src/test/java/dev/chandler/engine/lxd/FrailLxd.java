package dev.chandler.engine.lxd;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The testbed's LXD that may be harmed, and which nobody else uses. */
final class FrailLxd {

    /** The only image that is there. */
    static final String BASE = "busybox";

    private static final Path TESTBED = Path.of(System.getProperty("basedir", ""))
            .resolve("../testbed")
            .normalize()
            .toAbsolutePath();

    private FrailLxd() {}

    private static String given(String name) {
        return requireNonNull(System.getenv(name), name + ": testbed/up lxd-frail");
    }

    /** Its own folder. */
    static Path folder() {
        return Path.of(given("CHANDLER_TESTBED_LXD_FRAIL"));
    }

    static Endpoint socket() {
        return new Endpoint("unix://" + folder().resolve("unix.socket"), "test");
    }

    static Endpoint https() {
        return new Endpoint(given("CHANDLER_TESTBED_LXD_FRAIL_URL"), "test");
    }

    /** Somebody who has nothing in the environment but this. */
    static Engine connect(Endpoint endpoint, Map<String, String> environment) throws InterruptedException {
        return new LxdEngineFactory().connect(endpoint, new ClientIdentity("0.0.0-test", "trouble"), environment);
    }

    /** Somebody on the socket. */
    static Engine connect(Map<String, String> environment) throws InterruptedException {
        return connect(socket(), new HashMap<>(environment));
    }

    /** {@code kill}, {@code start}, {@code fill} or {@code free}. */
    static void harm(String what) {
        run(List.of(TESTBED.resolve("frail").toString(), "lxd-frail", what));
    }

    /** All instances, and all images but the base. */
    static List<String> left() {
        List<String> left = new ArrayList<>();
        for (JsonObject instance : objects("/1.0/instances?recursion=1")) {
            left.add(Json.text(instance, "name"));
        }
        for (JsonObject image : objects("/1.0/images?recursion=1")) {
            List<String> names = LxdImage.read(image).aliases().stream()
                    .map(LxdImage.Alias::name)
                    .toList();
            if (!names.contains(BASE)) {
                left.add("image " + Json.text(image, "fingerprint"));
            }
        }
        return left;
    }

    /** Takes away what tests have left that were killed. */
    static void clear() {
        for (String name : left()) {
            if (name.startsWith("image ")) {
                lxc("image", "delete", name.substring("image ".length()));
            } else {
                lxc("delete", "--force", name);
            }
        }
    }

    private static List<JsonObject> objects(String path) {
        return Json.objects(JsonParser.parseString(lxc("query", path)));
    }

    /** Runs {@code lxc ARGS}, which has to end well. */
    static String lxc(String... args) {
        List<String> command =
                new ArrayList<>(List.of("env", "LXD_DIR=" + folder(), "LXD_CONF=" + folder() + "/../client", "lxc"));
        command.addAll(List.of(args));
        return run(command);
    }

    /** Runs a program, which has to end well. */
    static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
