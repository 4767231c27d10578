package dev.chandler.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import dev.chandler.cli.web.Web;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code plugin install} from an index that a web server has. */
@Timeout(60)
class PluginIndexTest {

    @TempDir
    Path root;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile boolean hidden;
    private volatile Runnable meanwhile = () -> {};
    private Path project;
    private HttpServer server;
    private String index;

    @BeforeEach
    void serve() throws IOException {
        project = Files.createDirectories(root.resolve("project"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        index = "http://127.0.0.1:" + server.getAddress().getPort() + "/plugins/index.json";
        for (String version : List.of("1.0.0", "1.1.0", "2.0.0-rc1")) {
            files.put("/plugins/files/motd-" + version + ".jar", Files.readAllBytes(Motd.jar(root, "motd", version)));
        }
        publish("");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        byte[] content = files.get(path);
        if (path.endsWith(".jar")) {
            meanwhile.run();
        }
        try (exchange) {
            if (path.startsWith("/away/")) {
                exchange.getResponseHeaders().add("Location", "http://example.invalid/index.json");
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/moved/")) {
                exchange.getResponseHeaders().add("Location", path.replace("/moved/", "/plugins/"));
                exchange.sendResponseHeaders(302, -1);
            } else if (path.startsWith("/short/")) {
                exchange.sendResponseHeaders(200, 5000);
                exchange.getResponseBody().write(new byte[10]);
            } else if (content == null) {
                exchange.sendResponseHeaders(hidden ? 403 : 404, -1);
            } else {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        }
    }

    /** Writes the index of all files, the last of them with more fields. */
    private void publish(String more) {
        StringBuilder versions = new StringBuilder();
        files.keySet().stream().filter(path -> path.endsWith(".jar")).sorted().forEach(path -> {
            String name = path.substring("/plugins/".length());
            versions.append(versions.isEmpty() ? "" : ", ")
                    .append("\"%s\": {\"url\": \"%s\", \"sha256\": \"%s\"%s}"
                            .formatted(
                                    name.replaceAll("files/motd-|\\.jar", ""),
                                    name,
                                    Digest.of(files.get(path)).hex(),
                                    more));
        });
        files.put(
                "/plugins/index.json",
                "{\"version\": 1, \"plugins\": {\"motd\": {\"versions\": {%s}}}}"
                        .formatted(versions)
                        .getBytes(UTF_8));
    }

    private Captured install(String... args) {
        return Captured.run(
                project,
                Stream.concat(Stream.of("plugin", "install"), Arrays.stream(args))
                        .toArray(String[]::new));
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

    @ParameterizedTest
    @CsvSource({"motd, 1.1.0", "motd@1.0.0, 1.0.0", "motd@>=1.0.0 & <1.1.0, 1.0.0", "motd@2.0.0-rc1, 2.0.0-rc1"})
    void theNewestThatWillDoIsInstalledAndRecordedAsThatVersion(String wanted, String version) {
        Captured run = install(index + "#" + wanted);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("installed motd %1$s: .chandler/plugins/motd-%1$s.jar\n".formatted(version));
        assertThat(project.resolve("chandler.lock"))
                .content()
                .contains("source: \"" + index + "#motd@" + version + "\"");
    }

    @Test
    void aFreshCloneFetchesWhatIsPinnedAndNotWhatIsNewest() throws IOException {
        install(index + "#motd@<1.1.0");
        remove(plugins());
        remove(project.resolve(".cache/chandler/downloads"));

        assertThat(install("--locked").out()).contains("installed motd 1.0.0");
        assertThat(plugins()).isDirectoryContaining("glob:**/motd-1.0.0.jar");
    }

    @Test
    void whatWasFetchedOnceIsInstalledOffline() throws IOException {
        install(index + "#motd");
        remove(plugins());
        server.stop(0);

        assertThat(install(index + "#motd", "--offline").out()).contains("installed motd 1.1.0");
        remove(plugins());
        assertThat(install("--offline").out()).contains("installed motd 1.1.0");
        assertThat(project.resolve("chandler.lock")).content().contains("#motd@1.1.0\"");
    }

    @Test
    void whatWasNeverFetchedIsNotInstalledOffline() {
        Captured run = install(index + "#motd", "--offline");

        refused(run, "CH-PLUGIN-038");
        assertThat(asked).isEmpty();
    }

    @Test
    void whatIsPinnedAndNotKeptIsNotInstalledOffline() throws IOException {
        install(index + "#motd");
        remove(plugins());
        remove(project.resolve(".cache/chandler/downloads"));

        assertThat(install("--offline").err()).contains("CH-PLUGIN-038", "sha256:");
    }

    @Test
    void aFileThatIsNotWhatTheIndexSaysIsRefused() {
        files.get("/plugins/files/motd-1.1.0.jar")[100]++;

        Captured run = install(index + "#motd");

        refused(run, "CH-PLUGIN-032");
        assertThat(run.err()).contains("its digest is sha256:", "and has to be sha256:");
    }

    @Test
    void anotherDigestThanTheIndexSaysIsAskedForInVain() {
        refused(install(index + "#motd", "--digest", Digest.of("other").toString()), "CH-PLUGIN-032");
        assertThat(asked).doesNotContain("/plugins/files/motd-1.1.0.jar");
    }

    @Test
    void aDownloadThatIsCutShortIsRefused() {
        files.put("/plugins/index.json", """
                {"version": 1, "plugins": {"motd": {"versions": {"1.0.0":
                    {"url": "/short/motd.jar", "sha256": "%s"}}}}}
                """.formatted(Digest.of("x").hex()).getBytes(UTF_8));

        refused(install(index + "#motd"), "CH-PLUGIN-034");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no JSON {|it is not JSON",
                "[]|it is not a JSON object",
                "{\"version\": 2, \"plugins\": {}}|its version is not 1",
                "{\"version\": 1, \"plugins\": []}|\"plugins\" is no object",
                "{\"version\": 1, \"plugins\": {\"mood\": {}}}|did you mean \"mood\"?",
                "{\"version\": 1, \"plugins\": {\"motd\": {\"versions\": {}}}}|no version of \"motd\" in *",
                "{\"version\": 1, \"plugins\": {\"motd\": {\"versions\": {\"1.0.0\": {\"url\": \"a.jar\"}}}}}|no \"sha256\"",
            })
    void anIndexThatIsNoneOrLacksWhatIsWantedIsAProblem(String json, String words) {
        files.put("/plugins/index.json", json.getBytes(UTF_8));

        Captured run = install(index + "#motd");

        refused(run, "CH-PLUGIN-033");
        assertThat(run.err()).contains(words);
    }

    @Test
    void anIndexThatIsNotThereIsAProblem() {
        Captured run = install(index.replace("index", "missing") + "#motd");

        refused(run, "CH-PLUGIN-034");
        assertThat(run.err()).contains("there is nothing at ");
    }

    @Test
    void anIndexThatHasMovedIsFollowed() {
        String moved = index.replace("/plugins/", "/moved/") + "#motd";

        assertThat(install(moved).out()).contains("installed motd 1.1.0");
        assertThat(project.resolve("chandler.lock")).content().contains(moved + "@1.1.0");
    }

    @Test
    void aServerElsewhereMayNotSpeakPlainHttpUnasked() {
        Captured direct = install("http://example.invalid/index.json#motd");
        Captured sentOn = install(index.replace("/plugins/", "/away/") + "#motd");

        for (Captured run : List.of(direct, sentOn)) {
            refused(run, "CH-PLUGIN-034");
            assertThat(run.err()).contains("plain HTTP", "--insecure example.invalid");
        }
    }

    @Test
    void aServerThatMaySpeakPlainHttpIsAsked() {
        Captured run = install("http://example.invalid/index.json#motd", "--insecure", "example.invalid");

        refused(run, "CH-PLUGIN-034");
        assertThat(run.err()).doesNotContain("--insecure");
    }

    @Test
    void aSignatureInTheIndexComesAlong() {
        publish(", \"signature\": \"c2lnbmF0dXJl\"");

        install(index + "#motd");

        assertThat(plugins().resolve("motd-1.1.0.jar.sig")).hasContent("c2lnbmF0dXJl");
    }

    @Test
    void aSignatureBesideTheFileComesAlong() {
        files.put("/plugins/files/motd-1.1.0.jar.sig", "c2lnbmF0dXJl\n".getBytes(UTF_8));

        install(index + "#motd");

        assertThat(plugins().resolve("motd-1.1.0.jar.sig")).hasContent("c2lnbmF0dXJl\n");
    }

    @Test
    void aServerThatLetsNobodySeeWhatItLacksHasNoSignature() {
        hidden = true;

        assertThat(install(index + "#motd").code()).isZero();
        assertThat(plugins()).isDirectoryNotContaining("glob:**.sig");
    }

    @Test
    void aFileOfAnotherPluginThanTheIndexSaysIsRefused() throws IOException {
        files.put("/plugins/files/motd-1.1.0.jar", Files.readAllBytes(Motd.jar(root, "moon", "1.1.0")));
        publish("");

        Captured run = install(index + "#motd");

        refused(run, "CH-PLUGIN-032");
        assertThat(run.err()).contains("is not the plugin \"motd\"", "\"moon\"");
    }

    @Test
    void aFileOfAnotherVersionThanTheIndexSaysIsRefused() throws IOException {
        files.put("/plugins/files/motd-3.0.0.jar", Files.readAllBytes(Motd.jar(root, "motd", "1.0.0")));
        publish("");

        Captured run = install(index + "#motd@3.0.0");

        refused(run, "CH-PLUGIN-032");
        assertThat(run.err()).contains("version 1.0.0");
    }

    @Test
    void whatIsRemovedWhileItIsFetchedAgainStaysRemoved() throws IOException {
        install(index + "#motd");
        remove(plugins());
        remove(project.resolve(".cache/chandler/downloads"));
        meanwhile = () -> Captured.run(project, "plugin", "remove", "motd");

        Captured run = install();

        assertThat(run.err()).isEmpty();
        assertThat(plugins()).isEmptyDirectory();
        assertThat(project.resolve("chandler.lock")).content().doesNotContain("motd");
    }

    @Test
    void aVersionThatHasAnotherFileThanBeforeIsRefusedUntilItIsRemoved() throws IOException {
        install(index + "#motd");
        String before = Files.readString(project.resolve("chandler.lock"));
        Path other =
                Motd.of("motd", "1.1.0").header("Plugin-Description", "another").writeTo(root.resolve("other"));
        files.put("/plugins/files/motd-1.1.0.jar", Files.readAllBytes(other));
        publish("");

        Captured run = install(index + "#motd");

        assertThat(run.err()).contains("[CH-PLUGIN-032]", "chandler plugin remove motd");
        assertThat(run.code()).isEqualTo(3);
        assertThat(project.resolve("chandler.lock")).hasContent(before);
        Captured.run(project, "plugin", "remove", "motd");
        assertThat(install(index + "#motd").code()).isZero();
        assertThat(plugins().resolve("motd-1.1.0.jar")).hasSameBinaryContentAs(other);
    }

    @Test
    void anotherDigestThanIsPinnedIsRefusedOfflineToo() throws IOException {
        install(index + "#motd@1.0.0");
        Path other =
                Motd.of("motd", "1.0.0").header("Plugin-Description", "another").writeTo(root.resolve("other"));
        Captured.run(project, "plugin", "install", other.toString(), "--user");

        Captured run = install(
                index + "#motd@1.0.0",
                "--offline",
                "--digest",
                Digest.of(Files.readAllBytes(other)).toString());

        assertThat(run.err()).contains("[CH-PLUGIN-032]", "chandler plugin remove motd");
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForLonger() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Web web = new Web(Set.of(), Duration.ofMillis(200), Duration.ofMinutes(10))) {
            HttpUrl url = HttpUrl.get("http://127.0.0.1:" + silent.getLocalPort() + "/index.json");

            assertThatThrownBy(() -> web.small(url, 10)).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void aServerThatDribblesHasNotForever() throws IOException {
        try (ServerSocket slow = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Web web = new Web(Set.of(), Duration.ofSeconds(5), Duration.ofMillis(700))) {
            Thread dribbling = new Thread(() -> dribble(slow), "dribbling");
            dribbling.start();
            HttpUrl url = HttpUrl.get("http://127.0.0.1:" + slow.getLocalPort() + "/index.json");

            assertThatThrownBy(() -> web.small(url, 1 << 20)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatClosesAfterEachAnswerIsConnectedToAgain() throws IOException {
        try (ServerSocket old = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Web web = new Web(Set.of(), Duration.ofSeconds(5), Duration.ofSeconds(30))) {
            Thread answering = new Thread(() -> answerOnce(old), "answering");
            answering.start();
            HttpUrl url = HttpUrl.get("http://127.0.0.1:" + old.getLocalPort() + "/index.json");

            for (int i = 0; i < 3; i++) {
                assertThat(web.small(url, 10)).asString().isEqualTo("{}");
            }
        }
    }

    /** Says nothing of it beforehand, as HTTP/1.0 does. */
    private static void answerOnce(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream();
                    OutputStream out = socket.getOutputStream()) {
                if (in.read(new byte[4096]) > 0) {
                    out.write("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(UTF_8));
                }
            } catch (IOException e) {
                // The client has gone, or the test is over.
            }
        }
    }

    private static void dribble(ServerSocket server) {
        try (Socket socket = server.accept();
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            in.read();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(UTF_8));
            for (int i = 0; i < 100_000; i++) {
                out.write('x');
                out.flush();
                LockSupport.parkNanos(50_000_000);
            }
        } catch (IOException e) {
            // The client has given up.
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
