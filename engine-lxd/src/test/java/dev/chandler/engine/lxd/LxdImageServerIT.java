package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bases on a server of files that speaks simplestreams: one made here, from which the testbed's LXD loads. */
class LxdImageServerIT {

    private static final String PASSWORD = "harbour";

    @TempDir
    Path folder;

    private final String unique = UUID.randomUUID().toString();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpsServer server;
    private Engine engine;
    private Digest fingerprint;

    @BeforeEach
    void serve() throws Exception {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls()));
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
        putImage();
        engine = connect();
    }

    private SSLContext tls() throws Exception {
        Path store = folder.resolve("server.p12");
        Path certificates = Files.createDirectory(folder.resolve("servercerts"));
        keytool("-genkeypair", store, "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1");
        keytool(
                "-exportcert",
                store,
                "-rfc",
                "-file",
                certificates.resolve("files.crt").toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String what, Path store, String... more) throws Exception {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(
                program.toString(), what, "-keystore", store.toString(), "-storepass", PASSWORD, "-alias", "server"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(() -> read(folder.resolve("keytool.log")))
                .isZero();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath());
        try (exchange) {
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null && !exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    private void putImage() throws IOException {
        byte[] metadata = ImageUpload.metadata("x86_64", Map.of("os", unique));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file(TarHeader.file("a", unique.length()), unique.getBytes(StandardCharsets.UTF_8));
        tar.finish();
        byte[] root = bytes.toByteArray();
        bytes.reset();
        bytes.write(metadata);
        bytes.write(root);
        fingerprint = Digest.of(bytes.toByteArray());
        files.put("/images/meta", metadata);
        files.put("/images/root", root);
        String items = "\"lxd.tar.xz\":{\"ftype\":\"lxd.tar.xz\",\"path\":\"images/meta\",\"size\":" + metadata.length
                + ",\"sha256\":\"" + Digest.of(metadata).hex() + "\",\"combined_rootxz_sha256\":\"" + fingerprint.hex()
                + "\"},\"root.tar.xz\":{\"ftype\":\"root.tar.xz\",\"path\":\"images/root\",\"size\":" + root.length
                + ",\"sha256\":\"" + Digest.of(root).hex() + "\"}";
        json(
                "/streams/v1/images.json",
                "{\"format\":\"products:1.0\",\"datatype\":\"image-downloads\",\"products\":{\"app:1:amd64:default\":"
                        + "{\"aliases\":\"app/1,app\",\"arch\":\"amd64\",\"os\":\"App\",\"release\":\"1\","
                        + "\"release_title\":\"1\",\"variant\":\"default\",\"versions\":{\"20260101_05:24\":{\"items\":{"
                        + items + "}}}}}}");
        json(
                "/streams/v1/index.json",
                "{\"format\":\"index:1.0\",\"index\":{\"images\":{\"datatype\":\"image-downloads\",\"format\":"
                        + "\"products:1.0\",\"path\":\"streams/v1/images.json\",\"products\":[\"app:1:amd64:default\"]}}}");
    }

    private void json(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private Engine connect() throws Exception {
        Files.writeString(
                folder.resolve("config.yml"),
                "remotes:\n  files: {addr: \"https://127.0.0.1:"
                        + server.getAddress().getPort() + "\", protocol: simplestreams, public: true}\n");
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("LXD_CONF", folder.toString());
        environment.remove(ClientFolders.VARIABLE);
        LxdEngineFactory factory = new LxdEngineFactory();
        return factory.connect(
                factory.endpoints(Optional.empty(), environment).get(0),
                new ClientIdentity("test", unique),
                environment);
    }

    @AfterEach
    void leaveNothing() throws Exception {
        try (LxdHttp http = LxdHttp.open(engine.endpoint(), System.getenv())) {
            new ImageStore(http, new Operations(http)).remove(fingerprint);
        }
        engine.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void anImageIsFoundByItsAliasAndThenLoadedByTheDaemon() throws Exception {
        BaseReference reference = new BaseReference.Image("files:app/1");

        Base found = engine.resolve(reference);
        assertThat(found.digest()).isEqualTo(fingerprint);
        assertThat(found.platform()).hasToString("linux/amd64");
        assertThat(found.present()).isFalse();

        Base pulled = engine.pull(reference, ProgressSink.NONE);
        assertThat(pulled.digest()).isEqualTo(fingerprint);
        assertThat(pulled.present()).isTrue();
        assertThat(engine.resolve(new BaseReference.Image(fingerprint.hex())).present())
                .isTrue();
    }

    @Test
    void whatTheServerHasNotIsAProblemThatNamesBoth() {
        assertThatThrownBy(() -> engine.resolve(new BaseReference.Image("files:none")))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("CH-ENGINE-013", "files:none");
        assertThatThrownBy(() -> engine.resolve(
                        new BaseReference.Image("files:app"), Optional.of(new Platform("linux", "arm64", ""))))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("CH-ENGINE-013", "files:app");
    }

    @Test
    void aServerThatCannotBeReadSaysWhichFile() {
        json("/streams/v1/images.json", "{");
        assertRefused("images.json is no JSON");

        files.remove("/streams/v1/index.json");
        assertRefused("index.json is answered with status 404");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> engine.resolve(new BaseReference.Image("files:app")))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.problems().get(0).code()).isEqualTo("CH-ENGINE-095");
                    assertThat(e.problems().get(0).why().orElseThrow()).contains("\"files\"", why);
                });
    }
}
