package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Joining LXD 5.0, which has tokens and passwords. */
class LxdJoiningIT extends JoiningContract {

    @Override
    String description() {
        return PublishedApi.LXD;
    }

    @Override
    Map<String, String> local() {
        return System.getenv();
    }

    @Override
    String url() {
        return Incus.given("CHANDLER_TESTBED_LXD_URL");
    }

    @Override
    List<String> tokenCommand() {
        return List.of("lxc", "config", "trust", "add", "--name", unique);
    }

    private void setPassword(String password) throws InterruptedException {
        JsonObject config = new JsonObject();
        config.addProperty("core.trust_password", password);
        JsonObject body = new JsonObject();
        body.add("config", config);
        assertThat(daemon.send("PATCH", daemon.at(), body).ok()).isTrue();
    }

    @Test
    void aPasswordHasTheDaemonTrustAUserWhoKnowsTheServer() throws Exception {
        Path folder = Files.createDirectories(home.resolve(".config/lxc/servercerts"));
        Files.writeString(folder.resolve("127.0.0.1.crt"), certificate());
        setPassword(unique);
        try {
            assertRefused(user(Joining.PASSWORD, "wrong-" + unique), "CH-ENGINE-086", unique);
            try (Engine engine = connect(user(Joining.PASSWORD, unique))) {
                assertThat(engine.resolve(new BaseReference.Image("busybox")).present())
                        .isTrue();
            }
        } finally {
            setPassword("");
        }
    }
}
