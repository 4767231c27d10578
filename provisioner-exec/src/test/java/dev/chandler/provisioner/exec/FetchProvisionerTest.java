package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeFile;
import dev.chandler.testkit.FakeInstance;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.ProvisionerContract;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchProvisionerTest extends ProvisionerContract {

    private static final String CONTENT = "content\n".repeat(100_000);
    private static final String SHA256 = Digest.of(CONTENT).hex();

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch silence = new CountDownLatch(1);
    private final CountDownLatch silent = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = start();

    private HttpServer start() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.setExecutor(threads);
            made.createContext("/", exchange -> {
                String path = exchange.getRequestURI().toString();
                asked.add(path);
                byte[] body = CONTENT.getBytes(StandardCharsets.UTF_8);
                switch (path) {
                    case "/moved" -> exchange.getResponseHeaders().add("Location", "/tools/tool.bin");
                    case "/round" -> exchange.getResponseHeaders().add("Location", "/round");
                    case "/file" -> exchange.getResponseHeaders().add("Location", "file:///etc/passwd");
                    case "/port" -> exchange.getResponseHeaders().add("Location", "http://localhost:99999/");
                    default -> {}
                }
                switch (path) {
                    case "/missing" -> exchange.sendResponseHeaders(404, -1);
                    case "/moved", "/round", "/file", "/port" -> exchange.sendResponseHeaders(302, -1);
                    case "/silent" -> {
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body, 0, 10);
                        exchange.getResponseBody().flush();
                        silent.countDown();
                        await(silence);
                    }
                    case "/short" -> {
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body, 0, 10);
                    }
                    case "/chunked" -> {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write(body);
                    }
                    default -> {
                        exchange.sendResponseHeaders(200, body.length);
                        exchange.getResponseBody().write(body);
                    }
                }
                exchange.close();
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() throws Exception {
        silence.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Override
    protected Provisioner provisioner() {
        return new FetchProvisioner();
    }

    @Override
    protected Setting settings() {
        return Settings.map("from", url("/tools/tool.bin"), "sha256", SHA256, "to", "/opt/");
    }

    @Override
    protected Map<String, Change> changes() {
        Map<String, Change> changes = new LinkedHashMap<>();
        changes.put("the digest", (directory, settings) -> Settings.with(settings, "sha256", "0".repeat(64)));
        changes.put("the target", (directory, settings) -> Settings.with(settings, "to", "/opt/tool"));
        changes.put("the name", (directory, settings) -> Settings.with(settings, "from", url("/tools/other.bin")));
        changes.put("the owner", (directory, settings) -> Settings.with(settings, "owner", "1000"));
        changes.put("the mode", (directory, settings) -> Settings.with(settings, "mode", "0755"));
        return changes;
    }

    @Override
    protected List<Setting> wrongSettings() {
        return List.of(
                Settings.text("text"),
                Settings.with(settings(), "no-such-setting", "1"),
                Settings.map("from", url("/a"), "to", "/a"),
                Settings.with(settings(), "sha256", "abc"),
                Settings.with(settings(), "from", "ftp://host/file"),
                Settings.with(settings(), "from", "http://me:secret@host/file"),
                Settings.with(settings(), "from", "http:///file"),
                Settings.with(settings(), "from", "http://host/a b"),
                Settings.with(settings(), "from", "http://host/folder/"));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Test
    void theFileIsThereWithItsOwnerAndMode() throws Exception {
        Setting settings = Settings.with(Settings.with(settings(), "owner", "1000:1001"), "mode", "0750");

        FakeFile file = fetched(settings).file("/opt/tool.bin").orElseThrow();

        assertThat(file.text()).isEqualTo(CONTENT);
        assertThat(file.uid()).isEqualTo(1000);
        assertThat(file.gid()).isEqualTo(1001);
        assertThat(file.mode()).isEqualTo(0750);
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        FakeTree tree = fetched(Settings.map("from", url("/moved"), "sha256", SHA256, "to", "/opt/tool"));

        assertThat(tree.text("/opt/tool")).hasValue(CONTENT);
        assertThat(asked).containsExactly("/moved", "/tools/tool.bin");
    }

    @Test
    void anAnswerNeedNotSayHowLongItIs() throws Exception {
        assertThat(fetched(Settings.with(settings(), "from", url("/chunked"))).text("/opt/chunked"))
                .hasValue(CONTENT);
    }

    @Test
    void theProxyOfTheStepsEnvironmentIsAsked() throws Exception {
        Setting settings = Settings.map("from", "http://a.example/tool", "sha256", SHA256, "to", "/tool");
        try (FakeInstance instance = instance()) {
            FakeContext context = new FakeContext(instance, new RecordedOutput(), Map.of("http_proxy", url("")), "/");

            prepare(settings).run(context);

            assertThat(instance.tree().text("/tool")).hasValue(CONTENT);
            assertThat(asked).containsExactly("http://a.example/tool");
        }
    }

    @Test
    void aWrongDigestNamesBothAndLeavesNothing() throws Exception {
        String wanted = Digest.of("something else").toString();
        try (FakeInstance instance = instance()) {
            FakeTree before = instance.tree().copy();
            PreparedStep step = prepare(Settings.with(settings(), "sha256", wanted));

            assertThatThrownBy(() -> step.run(new FakeContext(instance)))
                    .isInstanceOf(ProvisionException.class)
                    .hasMessageContaining("[CH-FETCH-003]")
                    .hasMessageContaining("wanted: " + wanted + "\nfound:  sha256:" + SHA256);
            assertThat(instance.tree()).isEqualTo(before);
        }
    }

    @Test
    void whatCannotBeHadIsTheStepsFailure() throws Exception {
        assertThatFetching("/missing").hasMessageContaining("the answer is HTTP 404 Not Found");
        assertThatFetching("/round").hasMessageContaining("it was sent on more than 10 times");
        assertThatFetching("/file").hasMessageContaining("neither http:// nor https://");
        assertThatFetching("/port").hasMessageContaining("a port that is none");
        assertThatFetching("/short").hasMessageContaining("cannot fetch " + url("/short"));
    }

    @Test
    void aPortThatIsNoneIsTheManifestsFault() {
        assertThatThrownBy(() -> prepare(Settings.with(settings(), "from", "http://localhost:99999/tool")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("[CH-FETCH-001]");
    }

    @Test
    void nothingAnswersThere() throws Exception {
        String nowhere = url("/gone");
        server.stop(0);

        assertThatThrownBy(() -> fetched(Settings.with(settings(), "from", nowhere)))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("[CH-FETCH-002]")
                .hasMessageContaining("Connection refused");
    }

    @Test
    void aServerThatFallsSilentDoesNotKeepACancelledStep() throws Exception {
        PreparedStep step = prepare(Settings.with(settings(), "from", url("/silent")));
        Thread test = Thread.currentThread();
        threads.execute(() -> {
            await(silent);
            test.interrupt();
        });
        try (FakeInstance instance = instance()) {
            assertThatThrownBy(() -> step.run(new FakeContext(instance))).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void whatStandsBehindTheQuestionMarkIsNotShown() throws Exception {
        assertThat(prepare(Settings.with(settings(), "from", "https://host/a?token=secret"))
                        .title())
                .isEqualTo("fetch https://host/a?… to /opt/");
    }

    @Test
    void theAddressIsNotInTheKey() throws Exception {
        assertThat(key(Settings.with(settings(), "from", "https://elsewhere.example/tool.bin")))
                .isEqualTo(key(settings()));
        assertThat(asked).isEmpty();
    }

    @Test
    void aDigestMayBeWrittenInOtherWays() throws Exception {
        assertThat(key(Settings.with(settings(), "sha256", "sha256:" + SHA256.toUpperCase(Locale.ROOT))))
                .isEqualTo(key(settings()));
    }

    @Test
    void aFileOfTheClientKeepsItsModeAndNeedsNoDigest() throws Exception {
        Files.writeString(folder.resolve("tool"), "local");
        Files.setPosixFilePermissions(folder.resolve("tool"), PosixFilePermissions.fromString("rwxr-x---"));

        FakeFile file = fetched(Settings.map("from", "tool", "to", "/opt/"))
                .file("/opt/tool")
                .orElseThrow();

        assertThat(file.text()).isEqualTo("local");
        assertThat(file.mode()).isEqualTo(0750);
    }

    @Test
    void aFileOfTheClientIsInTheKeyByItsContent() throws Exception {
        Setting settings = Settings.map("from", "tool", "to", "/opt/");
        Files.writeString(folder.resolve("tool"), "one");
        String before = key(settings);
        Files.writeString(folder.resolve("tool"), "two");

        assertThat(key(settings)).isNotEqualTo(before);
        assertThat(key(settings))
                .isEqualTo(
                        key(Settings.with(settings, "sha256", Digest.of("two").hex())));
    }

    @Test
    void aFileOfTheClientMayHaveToHaveADigest() throws Exception {
        Files.writeString(folder.resolve("tool"), "other");

        assertThatThrownBy(() -> fetched(Settings.map("from", "tool", "sha256", SHA256, "to", "/tool")))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("[CH-FETCH-003]");
    }

    @Test
    void anAddressWithoutADigestIsRefused() throws Exception {
        assertThatThrownBy(() -> prepare(Settings.map("from", "https://host/a", "to", "/a")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("chandler.yml:1:1: missing key \"sha256\"");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertThatFetching(String path) {
        return assertThatThrownBy(() -> fetched(Settings.with(settings(), "from", url(path))))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("[CH-FETCH-002]");
    }

    private String key(Setting settings) throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepare(settings).describe(key);
        return key.toString();
    }

    private FakeTree fetched(Setting settings) throws Exception {
        try (FakeInstance instance = instance()) {
            prepare(settings).run(new FakeContext(instance));
            return instance.tree();
        }
    }

    private PreparedStep prepare(Setting settings) throws InterruptedException {
        return new FetchProvisioner().prepare(new FakeRequest(settings, folder));
    }

    private static FakeInstance instance() throws InterruptedException {
        FakeEngine engine = new FakeEngine();
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false));
    }
}
