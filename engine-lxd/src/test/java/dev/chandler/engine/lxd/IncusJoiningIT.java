package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Joining Incus 6.0, which has tokens alone. */
class IncusJoiningIT extends JoiningContract {

    @RegisterExtension
    static final Alone INCUS = Alone.onIncus();

    @Override
    String description() {
        return PublishedApi.INCUS;
    }

    @Override
    Map<String, String> local() {
        return Incus.environment();
    }

    @Override
    String url() {
        return Incus.given("CHANDLER_TESTBED_INCUS_URL");
    }

    @Override
    List<String> tokenCommand() {
        return List.of("incus", "config", "trust", "add", unique);
    }

    @Test
    void aPasswordIsNoWayIn() throws Exception {
        Path folder = Files.createDirectories(home.resolve(".config/incus/servercerts"));
        Files.writeString(folder.resolve("127.0.0.1.crt"), certificate());

        assertThatThrownBy(() -> connect(user(Joining.PASSWORD, unique)).close())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-086")
                .hasMessageContaining(Joining.TOKEN);
    }
}
