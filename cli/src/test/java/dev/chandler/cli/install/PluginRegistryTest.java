package dev.chandler.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin install} from a registry that does what no real one should. */
@Timeout(60)
class PluginRegistryTest {

    @TempDir
    Path root;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private Path project;
    private HttpServer server;
    private String registry;
    private String login = "";
    private byte[] jar = {};

    @BeforeEach
    void serve() throws IOException {
        project = Files.createDirectories(root.resolve("project"));
        jar = Files.readAllBytes(Motd.jar(root, "motd", "1.0.0"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
        registry = "127.0.0.1:" + server.getAddress().getPort();
        push(PluginArtifact.jar(jar));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] content = files.get(exchange.getRequestURI().getPath());
        try (exchange) {
            if (!login.isEmpty() && !("Basic " + login).equals(shown)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"harbour\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (content == null) {
                exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/v2/") ? 200 : 404, -1);
            } else {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        }
    }

    private void push(PluginArtifact artifact) {
        byte[] manifest = artifact.manifest();
        files.put("/v2/plugins/motd/manifests/1.0", manifest);
        files.put("/v2/plugins/motd/manifests/" + Digest.of(manifest), manifest);
        files.put("/v2/plugins/motd/blobs/" + artifact.digest(), artifact.content());
    }

    private Captured install(String... args) {
        return Captured.run(
                project,
                Stream.concat(Stream.of("plugin", "install"), Arrays.stream(args))
                        .toArray(String[]::new));
    }

    private String source() {
        return "oci:" + registry + "/plugins/motd:1.0";
    }

    private Path plugins() {
        return project.resolve(".chandler/plugins");
    }

    private void refused(Captured run, String code) {
        assertThat(run.err()).contains("[" + code + "]");
        assertThat(run.code()).isEqualTo(3);
        if (Files.exists(plugins())) {
            assertThat(plugins()).isEmptyDirectory();
        }
        assertThat(project.resolve("chandler.lock")).doesNotExist();
    }

    @Test
    void whatIsRecordedIsTheManifestAndNotTheNameAlone() throws IOException {
        Digest manifest = Digest.of(files.get("/v2/plugins/motd/manifests/1.0"));

        Captured run = install(source());

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("installed motd 1.0.0: .chandler/plugins/motd-1.0.0.jar\n");
        assertThat(project.resolve("chandler.lock"))
                .content()
                .contains("source: \"" + source() + "@" + manifest + "\"");
    }

    @Test
    void aNameThatHasMovedOnDoesNotMoveWhatIsPinned() throws IOException {
        install(source());
        push(PluginArtifact.jar(Files.readAllBytes(Motd.jar(root, "motd", "2.0.0"))));
        remove(plugins());
        remove(project.resolve(".cache/chandler/downloads"));

        assertThat(install("--locked").out()).contains("installed motd 1.0.0");
    }

    @Test
    void whatWasFetchedOnceIsInstalledOffline() throws IOException {
        install(source());
        remove(plugins());
        server.stop(0);

        assertThat(install(source(), "--offline").out()).contains("installed motd 1.0.0");
        assertThat(project.resolve("chandler.lock")).content().contains("@sha256:");
    }

    @Test
    void whatWasNeverFetchedIsNotInstalledOffline() {
        refused(install(source(), "--offline"), "CH-PLUGIN-038");
    }

    @Test
    void aZipIsKnownByTheTypeOfItsLayer() throws IOException {
        byte[] zip = Files.readAllBytes(Motd.of("motd", "1.0.0").zipTo(root));
        push(new PluginArtifact(zip, "application/zip", OciSource.TYPE, "{}"));

        assertThat(install(source()).out()).contains("motd-1.0.0.zip");
    }

    @Test
    void aLayerThatIsNotWhatTheManifestSaysIsRefused() {
        byte[] other = jar.clone();
        other[100]++;
        files.put("/v2/plugins/motd/blobs/" + Digest.of(jar), other);

        refused(install(source()), "CH-PLUGIN-032");
    }

    @Test
    void aManifestThatIsNotWhatItsDigestSaysIsRefused() {
        Digest asked = Digest.of("another");
        files.put("/v2/plugins/motd/manifests/" + asked, files.get("/v2/plugins/motd/manifests/1.0"));

        refused(install("oci:" + registry + "/plugins/motd@" + asked), "CH-PLUGIN-034");
    }

    @Test
    void anImageIsNoPlugin() {
        push(new PluginArtifact(jar, "application/java-archive", "application/vnd.oci.image.config.v1+json", "{}"));
        refused(install(source()), "CH-PLUGIN-037");

        push(new PluginArtifact(jar, "application/vnd.oci.image.layer.v1.tar", OciSource.TYPE, "{}"));
        refused(install(source()), "CH-PLUGIN-037");
    }

    @Test
    void aManifestThatIsBrokenIsNoPlugin() {
        for (String broken :
                List.of("no JSON {", "[]", "{\"artifactType\": \"" + OciSource.TYPE + "\", \"layers\": [{}]}")) {
            files.put("/v2/plugins/motd/manifests/1.0", broken.getBytes(UTF_8));
            refused(install(source()), "CH-PLUGIN-037");
        }
    }

    @Test
    void aNameThatIsNotThereIsAProblem() {
        refused(install(source() + "1"), "CH-PLUGIN-034");
    }

    @Test
    void aSignatureIsAnAnnotation() {
        push(new PluginArtifact(
                jar, "application/java-archive", OciSource.TYPE, "{\"dev.chandler.signature\": \"c2lnbmF0dXJl\"}"));

        install(source());

        assertThat(plugins().resolve("motd-1.0.0.jar.sig")).hasContent("c2lnbmF0dXJl");
    }

    @Test
    void theLoginOfTheDockerClientIsShown() throws IOException {
        login = Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));
        refused(install(source()), "CH-PLUGIN-034");

        Files.createDirectories(project.resolve(".docker"));
        Files.writeString(
                project.resolve(".docker/config.json"),
                "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry, login));

        assertThat(install(source()).out()).contains("installed motd 1.0.0");
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
