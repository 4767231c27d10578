package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SnapshotsTest {

    private static final String IMAGE = "sha256:" + "a".repeat(64);

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Thread taker = Thread.currentThread();

    /** Interrupts whoever takes the snapshot when the image is there, but not yet looked at. */
    private String answer(String request) {
        asked.add(request.replaceFirst("(?s) HTTP.*", ""));
        if (request.startsWith("POST ")) {
            return DaemonDouble.answer(201, "{\"Id\":\"" + IMAGE + "\"}");
        }
        if (request.startsWith("DELETE ")) {
            return DaemonDouble.answer(200, "[]");
        }
        taker.interrupt();
        // Until it has noticed: the answer could be there before.
        while (taker.isInterrupted()) {
            Thread.onSpinWait();
        }
        return DaemonDouble.answer(
                200,
                "{\"Id\":\"" + IMAGE + "\",\"Created\":\"2020-02-02T02:02:02Z\",\"Os\":\"linux\","
                        + "\"Architecture\":\"arm64\",\"Config\":{},\"RootFS\":{\"Layers\":[]}}");
    }

    @Test
    void anInterruptAfterTheImageIsMadeLeavesNone() throws Exception {
        try (DaemonDouble daemon = DaemonDouble.scripted(folder.resolve("docker.sock"), this::answer);
                DockerHttp http = DockerHttp.open(daemon.endpoint(), Map.of());
                DockerDriver driver = new DockerJavaDriver(http, ApiVersion.NEWEST)) {
            Snapshots snapshots = new Snapshots(
                    driver,
                    new DockerImages(http, new RegistryLogins(DockerConfig.of(Map.of()))),
                    new ClientIdentity("0.0.0", "b"),
                    new BuildImages());

            assertThatThrownBy(() -> snapshots.take("c", Optional.of(Digest.of("key"))))
                    .isInstanceOf(InterruptedException.class);
        }

        assertThat(asked).hasSize(3).last().asString().startsWith("DELETE ").contains(IMAGE);
    }
}
