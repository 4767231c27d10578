package dev.chandler.engine.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose fault it is that a base cannot be had. */
class RemoteBasesTest {

    private static final String LAYER = "no archive at all, of which the digest is right";

    @TempDir
    Path folder = Path.of("");

    private final Map<String, String> has = new ConcurrentHashMap<>();
    private HttpServer server;
    private String name = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", exchange -> {
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            String text = path.isEmpty() ? "{}" : has.get(path);
            byte[] bytes = (text == null ? "" : text).getBytes(UTF_8);
            exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        name = "127.0.0.1:" + server.getAddress().getPort() + "/app:1";
    }

    private void serve(String layer) {
        String config = "{\"os\":\"linux\",\"architecture\":\""
                + Machine.platform().architecture() + "\",\"rootfs\":{\"diff_ids\":[\"" + Digest.of(layer) + "\"]}}";
        has.put("app/blobs/" + Digest.of(config), config);
        has.put("app/manifests/1", "{\"config\":" + descriptor(config) + ",\"layers\":[" + descriptor(layer) + "]}");
        has.put("app/blobs/" + Digest.of(layer), layer);
    }

    private static String descriptor(String blob) {
        return "{\"mediaType\":\"x\",\"size\":" + blob.length() + ",\"digest\":\"" + Digest.of(blob) + "\"}";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String problem() throws IOException {
        TestStore store = new TestStore(folder.resolve("store"), Map.of());
        StringBuilder code = new StringBuilder();
        assertThatThrownBy(() -> store.pulled(name))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> code.append(e.problems().get(0).code()));
        return code.toString();
    }

    @Test
    void aLayerThatIsNoArchiveIsTheImages() throws Exception {
        serve(LAYER);

        assertThat(problem()).isEqualTo("CH-LOCAL-053");
    }

    @Test
    void aLayerThatDoesNotComeIsTheRegistrys() throws Exception {
        serve(LAYER);
        has.remove("app/blobs/" + Digest.of(LAYER));

        assertThat(problem()).isEqualTo("CH-LOCAL-051");
    }

    @Test
    void thatThereIsNoRoomForALayerIsTheStores() throws Exception {
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        new TarWriter(layer).header(TarHeader.file("large", 1L << 50));
        serve(layer.toString(UTF_8));

        assertThat(problem()).isEqualTo("CH-LOCAL-003");
    }
}
