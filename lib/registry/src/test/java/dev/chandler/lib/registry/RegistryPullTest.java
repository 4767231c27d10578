package dev.chandler.lib.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that wants a login and keeps its blobs on another server. */
@Timeout(30)
class RegistryPullTest {

    private static final String LOGIN = Base64.getEncoder().encodeToString("me:secret".getBytes(UTF_8));
    private static final Digest BLOB = Digest.of("text".getBytes(UTF_8));

    private final MockWebServer registry = new MockWebServer();
    private final MockWebServer storage = new MockWebServer();
    private final List<String> shownToStorage = new CopyOnWriteArrayList<>();
    private final List<String> shownToRegistry = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private MockResponse stored = new MockResponse.Builder().body("text").build();
    private PullTerms terms = new PullTerms(Set.of(), Duration.ofMinutes(5), Duration.ofMinutes(10));
    private MockResponse blob = new MockResponse.Builder().build();

    @BeforeEach
    void start() throws IOException {
        serve(storage, request -> {
            shownToStorage.add(String.valueOf(request.getHeaders().get("Authorization")));
            return stored;
        });
        serve(registry, this::answer);
        blob = sentOn("http://127.0.0.1:" + storage.getPort() + "/blob");
    }

    private static void serve(MockWebServer server, Function<RecordedRequest, MockResponse> answers)
            throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answers.apply(request);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        storage.close();
    }

    private MockResponse answer(RecordedRequest request) {
        if (request.getTarget().equals("/v2/")) {
            return new MockResponse.Builder().build();
        }
        String shown = String.valueOf(request.getHeaders().get("Authorization"));
        shownToRegistry.add(shown);
        return shown.equals("Basic " + LOGIN) ? blob : wantsLogin();
    }

    private static MockResponse wantsLogin() {
        return new MockResponse.Builder()
                .code(401)
                .addHeader("WWW-Authenticate", "Basic realm=\"here\"")
                .build();
    }

    private static MockResponse sentOn(String url) {
        return new MockResponse.Builder().code(307).addHeader("Location", url).build();
    }

    private RegistryPull open(String name) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("config.json"), "{\"auths\":{\"" + name + "\":{\"auth\":\"" + LOGIN + "\"}}}");
        return RegistryPull.open(
                name + "/team/app:1.0", DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString())), terms);
    }

    private String pull() throws IOException, InterruptedException {
        try (RegistryPull pull = open("127.0.0.1:" + registry.getPort());
                InputStream in = pull.blob(BLOB)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void aBlobIsFollowedToWhereItIsKept() throws Exception {
        assertThat(pull()).isEqualTo("text");
        assertThat(shownToRegistry).containsExactly("null", "Basic " + LOGIN);
    }

    @Test
    void whoAsksForALoginWithoutBeingTheRegistryIsShownNone() {
        stored = wantsLogin();

        assertThatThrownBy(this::pull).isInstanceOf(RefusedException.class).hasMessageContaining("status 401");
        assertThat(shownToStorage).containsExactly("null");
    }

    @Test
    void nobodyIsFollowedToPlainHttpElsewhere() {
        blob = sentOn("http://example.invalid/blob");

        assertThatThrownBy(this::pull)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("plain HTTP")
                .hasMessageContaining("example.invalid:80");
    }

    @Test
    void aHostThatMayBePlainIsFollowedTo() {
        terms = new PullTerms(Set.of("Example.invalid"), Duration.ofMinutes(5), Duration.ofMinutes(10));
        blob = sentOn("http://example.invalid/blob");

        assertThatThrownBy(this::pull)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("example.invalid")
                .hasMessageNotContaining("plain HTTP");
    }

    @Test
    void whatCameByTlsDoesNotGoOnWithoutIt() {
        HttpUrl secure = HttpUrl.get("https://127.0.0.1:1/v2/");
        try (RegistryCalls calls = new RegistryCalls(secure, new OkHttpClient(), Optional.empty(), terms)) {
            Request request = new Request.Builder()
                    .url("http://127.0.0.1:" + storage.getPort() + "/blob")
                    .build();

            assertThatThrownBy(() -> calls.send(request)).hasMessageContaining("plain HTTP");
        }
        assertThat(shownToStorage).isEmpty();
    }

    private Optional<List<String>> tags() throws IOException, InterruptedException {
        try (RegistryPull pull = open("127.0.0.1:" + registry.getPort())) {
            return pull.tags();
        }
    }

    private static MockResponse page(String tags, String next) {
        MockResponse.Builder page = new MockResponse.Builder().body("{\"name\":\"team/app\",\"tags\":" + tags + "}");
        return (next.isEmpty() ? page : page.addHeader("Link", "<" + next + ">; rel=\"next\"")).build();
    }

    @Test
    void tagsAreReadPageByPage() throws Exception {
        Map<String, MockResponse> pages = Map.of(
                "/v2/team/app/tags/list?n=1000", page("[\"1.0\",\"1.1\"]", "/v2/team/app/tags/list?last=1.1"),
                "/v2/team/app/tags/list?last=1.1", page("[\"2.0\"]", "list?last=2.0"),
                "/v2/team/app/tags/list?last=2.0", page("null", ""));
        serveAfterLogin(pages::get);

        assertThat(tags()).contains(List.of("1.0", "1.1", "2.0"));
    }

    @Test
    void aRepositoryThatIsNotThereHasNoTags() throws Exception {
        serveAfterLogin(target -> new MockResponse.Builder().code(404).build());

        assertThat(tags()).isEmpty();
    }

    @Test
    void aListOfTagsWithoutAnEndIsGivenUp() {
        serveAfterLogin(target -> page("[\"1.0\"]", "/v2/team/app/tags/list?last=1.0"));

        assertThatThrownBy(this::tags).isInstanceOf(RefusedException.class).hasMessageContaining("100 pages");
    }

    @Test
    void theNextPageIsNotAskedForByPlainHttpElsewhere() {
        serveAfterLogin(target -> page("[\"1.0\"]", "http://example.invalid/v2/team/app/tags/list"));

        assertThatThrownBy(this::tags).isInstanceOf(RefusedException.class).hasMessageContaining("plain HTTP");
    }

    @Test
    void aListOfTagsThatIsNoListIsSaid() {
        serveAfterLogin(target -> new MockResponse.Builder().body("<html>").build());

        assertThatThrownBy(this::tags).isInstanceOf(RefusedException.class).hasMessageContaining("not JSON");
    }

    private void serveAfterLogin(Function<String, MockResponse> answers) {
        registry.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                boolean known = ("Basic " + LOGIN).equals(request.getHeaders().get("Authorization"));
                boolean root = request.getTarget().equals("/v2/");
                return root || !known ? answer(request) : answers.apply(request.getTarget());
            }
        });
    }

    @Test
    void whoIsSentOnForeverGivesUp() {
        blob = sentOn("/v2/team/app/blobs/" + BLOB);

        assertThatThrownBy(this::pull).isInstanceOf(RefusedException.class).hasMessageContaining("10 times");
    }

    @Test
    void anErrorIsNotReadToItsEnd() throws IOException {
        try (RawServer endless = new RawServer(endless(), false).started()) {
            blob = sentOn("http://127.0.0.1:" + endless.port() + "/blob");

            assertThatThrownBy(this::pull).hasMessageContaining("status 500, xxx");
        }
    }

    @Test
    void anErrorOfAServerOfTokensIsNotReadToItsEnd() throws IOException {
        try (RawServer endless = new RawServer(endless(), false).started()) {
            blob = new MockResponse.Builder()
                    .code(401)
                    .addHeader("WWW-Authenticate", "Bearer realm=\"http://127.0.0.1:" + endless.port() + "/\"")
                    .build();

            assertThatThrownBy(this::pull).hasMessageContaining("status 500, xxx");
        }
    }

    private static String endless() {
        return "HTTP/1.1 500 Broken\r\nContent-Length: 99999999999\r\n\r\n" + "x".repeat(300_000);
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForLonger() throws IOException {
        terms = new PullTerms(Set.of(), Duration.ofMillis(300), Duration.ofMinutes(10));
        isGivenUp();
    }

    @Test
    void aBlobHasNotForever() throws IOException {
        terms = new PullTerms(Set.of(), Duration.ofMinutes(10), Duration.ofMillis(700));
        isGivenUp();
    }

    private void isGivenUp() throws IOException {
        try (RawServer silent = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nte", false).started()) {
            blob = sentOn("http://127.0.0.1:" + silent.port() + "/blob");

            assertThatThrownBy(this::pull).isInstanceOf(InterruptedIOException.class);
        }
    }

    @Test
    void aRegistryThatClosesAfterEachAnswerIsConnectedToAgain() throws Exception {
        try (RawServer old = new RawServer("HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\ntext", true).started();
                RegistryPull pull = open("127.0.0.1:" + old.port())) {
            for (int i = 0; i < 3; i++) {
                try (InputStream in = pull.blob(BLOB)) {
                    assertThat(in.readAllBytes()).asString().isEqualTo("text");
                }
            }
        }
    }

    @Test
    void whereNobodySpeaksPlainHttpTlsIsTried() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }

        try (RegistryPull pull = open("127.0.0.1:" + closed)) {
            assertThatThrownBy(pull::manifest).isInstanceOf(RefusedException.class);
        }
    }
}
