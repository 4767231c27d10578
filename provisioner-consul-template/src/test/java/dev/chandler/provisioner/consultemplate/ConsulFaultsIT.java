package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.testkit.LeakCheck;
import dev.chandler.testkit.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With the real consul-template, and a Consul that is not well. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ConsulFaultsIT {

    @TempDir
    private Path folder;

    private MockWebServer server;

    @BeforeEach
    void start() throws Exception {
        server = new MockWebServer();
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static MockResponse.Builder value(String value) {
        String base64 = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return new MockResponse.Builder()
                .setHeader("X-Consul-Index", "7")
                .body("[{\"Key\": \"a\", \"Value\": \"" + base64 + "\", \"Flags\": 0, \"ModifyIndex\": 7}]");
    }

    private interface Answer {
        MockResponse of(RecordedRequest request);
    }

    private void answer(Answer answer) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer.of(request);
            }
        });
    }

    private PreparedStep step(Object... more) throws InterruptedException {
        var settings = Settings.map(
                "templates", List.of(Map.of("contents", "{{ key \"a\" }}", "destination", "/a")), "wait", "300ms");
        for (int i = 0; i < more.length; i += 2) {
            settings = Settings.with(settings, (String) more[i], more[i + 1]);
        }
        return RealTools.step(
                folder,
                settings,
                Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:" + server.getPort(), "CONSUL_HTTP_TOKEN", "t0ken"));
    }

    private static void assertEnds(PreparedStep step, Class<? extends ChandlerException> type, String code) {
        assertThatThrownBy(() -> RealTools.run(step))
                .isInstanceOf(type)
                .isInstanceOfSatisfying(
                        ChandlerException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly(code));
    }

    @Test
    void aServerThatRecoversIsWaitedFor() throws Exception {
        AtomicInteger count = new AtomicInteger();
        answer(request -> count.incrementAndGet() < 3
                ? new MockResponse.Builder().code(500).body("No cluster leader").build()
                : value("x").build());

        assertThat(RealTools.run(step()).bytes("a")).isEqualTo("x".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aServerThatFailsAgainAndAgainIsTheEnvironmentsFault() throws Exception {
        answer(request ->
                new MockResponse.Builder().code(500).body("No cluster leader").build());

        assertEnds(step(), EngineException.class, "CH-CONSUL-011");
        assertThatThrownBy(() -> RealTools.run(step())).hasMessageContaining("status 500: No cluster leader");
    }

    @Test
    void aSlowAnswerIsNoMissingKey() throws Exception {
        answer(request -> value("x").headersDelay(1, TimeUnit.SECONDS).build());

        assertThat(RealTools.run(step()).bytes("a")).isEqualTo("x".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anAnswerThatTricklesIsWaitedFor() throws Exception {
        String large = "x".repeat(100_000);
        answer(request ->
                value(large).throttleBody(16 << 10, 200, TimeUnit.MILLISECONDS).build());

        assertThat(RealTools.run(step()).bytes("a")).isEqualTo(large.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPageInPlaceOfAnAnswerIsNotConsuls() throws Exception {
        answer(request -> value("x").body("<html>Log in</html>").build());

        assertEnds(step(), EngineException.class, "CH-CONSUL-011");
    }

    @Test
    void whatIsNotConsulIsNotTakenForOneWithoutAKey() throws Exception {
        answer(request -> new MockResponse.Builder().code(404).body("not found").build());

        assertEnds(step(), EngineException.class, "CH-CONSUL-011");
    }

    @Test
    void aServerThatHangsUpIsTheEnvironmentsFault() throws Exception {
        answer(request -> value("x")
                .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
                .build());

        assertEnds(step(), EngineException.class, "CH-CONSUL-009");
    }

    @Test
    void theRelayAddsTokenDatacenterAndNamespace() throws Exception {
        answer(request -> value("x").build());

        RealTools.run(step("consul", Map.of("datacenter", "east", "namespace", "team a")));

        RecordedRequest request = server.takeRequest();
        assertThat(request.getHeaders().get("X-Consul-Token")).isEqualTo("t0ken");
        assertThat(request.getUrl().encodedPath()).isEqualTo("/v1/kv/a");
        assertThat(request.getUrl().queryParameter("dc")).isEqualTo("east");
        assertThat(request.getUrl().queryParameter("ns")).isEqualTo("team a");
        assertThat(request.getUrl().queryParameter("index")).isNull();
    }
}
