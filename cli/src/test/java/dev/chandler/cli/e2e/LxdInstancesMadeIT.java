package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many instances LXD makes and starts for a build: by its own events, on pools that copy and on those that share blocks,
 * over the socket and by HTTPS. Nobody else may use that LXD meanwhile.
 */
class LxdInstancesMadeIT {

    private static final String STEPS = """
            install:
              - echo one > /one
              - echo two > /two
              - %s
            script:
              - grep one /one
            """;

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    private Built built;

    /** What a build has made: states and instances, which are copies alike, and of those the ones that run. */
    private record Made(long all, long started, long states) {}

    private Made build(String... where) {
        LxdEvents events = LxdEvents.of(stranger, () -> built = stranger.builds(where));
        assertThat(built.instances()).isEqualTo((int) events.count("instance-started"));
        return new Made(
                events.count("instance-created"),
                events.count("instance-started"),
                built.all("checkpoint-taken").size());
    }

    @ParameterizedTest
    @CsvSource({"dir, socket", "dir, https", "default, socket", "default, https"})
    void coldUnchangedAndWithAnotherLastStep(String pool, String way) {
        stranger.with("CHANDLER_LXD_POOL", pool);
        String[] where = {"--engine", "lxd"};
        if (way.equals("https")) {
            stranger.with("CHANDLER_LXD_CLIENT", Testbed.variable("CHANDLER_TESTBED_LXD_CLIENT"));
            where = new String[] {"--engine", "lxd", "--endpoint", Testbed.variable("CHANDLER_TESTBED_LXD_URL")};
        }
        stranger.manifest("busybox", STEPS.formatted("echo three > /three"));

        // One for the steps and one for the test.
        assertThat(build(where)).isEqualTo(new Made(2 + 3, 2, 3));
        assertThat(pools()).containsOnly(pool).hasSize(3);
        String image = built.image();

        assertThat(build(where)).isEqualTo(new Made(0, 0, 0));
        assertThat(built.ran()).isEmpty();
        assertThat(built.image()).isEqualTo(image);

        stranger.manifest("busybox", STEPS.formatted("echo four > /three"));
        assertThat(build(where)).isEqualTo(new Made(2 + 1, 2, 1));
        assertThat(built.hit()).containsExactly("install[0]", "install[1]");
        assertThat(built.ran()).containsExactly("install[2]", "script[0]");
    }

    /** Where the states are. */
    private List<String> pools() {
        List<String> keys = stranger.keys();
        return Lxd.instances().stream()
                .filter(instance -> keys.contains(Lxd.label(instance, "config", "user.dev.chandler.key")))
                .map(LxdInstancesMadeIT::pool)
                .toList();
    }

    private static String pool(JsonObject instance) {
        return instance.getAsJsonObject("devices")
                .getAsJsonObject("root")
                .get("pool")
                .getAsString();
    }
}
