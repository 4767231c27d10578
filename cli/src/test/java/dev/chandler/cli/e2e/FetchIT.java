package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files of the web that the client puts into the instance. */
class FetchIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;
    private byte[] content;

    @BeforeEach
    void serve() throws IOException {
        content = ("for " + stranger.nonce() + "\n").repeat(200_000).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void manifest(String base, Digest sha256) {
        stranger.manifest(base, """
                install:
                  - fetch: {from: "http://127.0.0.1:%d/tool", sha256: %s, to: /opt/, owner: 1000:1001, mode: 0750}
                """.formatted(server.getAddress().getPort(), sha256.hex()));
    }

    @Test
    void aFileIsFetchedOnceAndIsWhatItIs() {
        manifest("busybox", Digest.of(content));

        stranger.builds();
        Built second = stranger.builds();

        assertThat(asked).hasValue(1);
        assertThat(second.ran()).isEmpty();
        assertThat(Docker.inImage(stranger.image(), "stat", "-c", "%u:%g %a %s", "/opt/tool"))
                .isEqualTo("1000:1001 750 " + content.length);
        assertThat(Docker.inImage(stranger.image(), "sha256sum", "/opt/tool"))
                .startsWith(Digest.of(content).hex());
    }

    @Test
    void aBaseWithoutAnythingTakesIt() {
        manifest("scratch", Digest.of(content));

        stranger.builds();

        assertThat(ImageTree.of(stranger.image())).containsKey("opt/tool");
    }

    @Test
    void aWrongDigestFailsTheStepAndLeavesNothing() {
        manifest("busybox", Digest.of("something else"));

        String err = stranger.runs("build").exits(1).err();

        assertThat(err)
                .contains("[CH-FETCH-003]", Digest.of("something else").toString())
                .contains(Digest.of(content).toString())
                .contains("chandler.yml:5:5");
        assertThat(Docker.hasImage(stranger.image())).isFalse();
    }

    @Test
    void aServerThatIsNotThereFailsTheStep() {
        manifest("busybox", Digest.of(content));
        server.stop(0);

        assertThat(stranger.runs("build").exits(1).err()).contains("[CH-FETCH-002]", "Connection refused");
    }
}
