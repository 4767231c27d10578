package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class DockerImagesTest {

    private static final String IMAGE = "sha256:" + "a".repeat(64);
    private static final Digest KEY = Digest.of("key");

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean gone;

    private String answer(String request) {
        asked.add(request.replaceFirst("(?s) HTTP.*", ""));
        return gone
                ? DaemonDouble.answer(404, "{\"message\":\"No such image\"}")
                : DaemonDouble.answer(
                        200,
                        "{\"Id\":\"" + IMAGE + "\",\"Created\":\"2020-02-02T02:02:02Z\",\"Os\":\"linux\","
                                + "\"Architecture\":\"arm64\",\"Config\":{\"Labels\":{\"dev.chandler.key\":\""
                                + KEY.hex()
                                + "\"}},\"RootFS\":{\"Layers\":[\"sha256:b\"]}}");
    }

    @Test
    void theLayersOfAFoundStateAreNotAskedForAgainAndThatItIsGoneIsSaidBeforeAnythingIsMadeOfThem() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), this::answer);
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of())) {
            DockerImages images = new DockerImages(http, new RegistryLogins(DockerConfig.of(Map.of())));
            assertThat(images.checkpoint(KEY)).isPresent();
            images.requireStillThere(IMAGE);
            assertThat(asked).hasSize(2);
            gone = true;

            assertThat(images.layers(IMAGE)).containsExactly("sha256:b");
            assertThat(asked).hasSize(2);
            assertThatThrownBy(() -> images.requireStillThere(IMAGE))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("is no longer there");
        }
    }
}
