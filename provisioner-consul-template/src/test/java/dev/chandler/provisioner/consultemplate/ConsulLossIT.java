package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.LeakCheck;
import dev.chandler.testkit.OwnFolder;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With the real consul-template, and a real Consul that goes away, or stops knowing us, while templates are rendered. */
@ExtendWith(LeakCheck.class)
@Timeout(150)
class ConsulLossIT {

    @TempDir
    private Path folder;

    /** A template of two keys, one of which is not there and is waited for: who renders it goes on asking. */
    private Rendered renders(String present, String absent, Map<String, String> environment) throws Exception {
        var settings = Settings.map(
                "templates",
                List.of(Map.of(
                        "contents", "{{ key \"" + present + "\" }}{{ key \"" + absent + "\" }}", "destination", "/a")),
                "wait",
                "1h");
        StepSettings step = ((ConsulTemplateStep) RealTools.step(folder, settings, environment)).settings();
        Readings readings = new Readings();
        CompletableFuture<Rendering.Result> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try (OwnFolder own = OwnFolder.make();
                            FakeEngine engine = new FakeEngine();
                            Instance instance = engine.create(new InstanceSpec(
                                    engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false))) {
                        FakeContext context = new FakeContext(instance).with(own.path());
                        result.complete(new Rendering(step, readings, context).run());
                    } catch (InterruptedException | IOException | ChandlerException e) {
                        result.completeExceptionally(e);
                    }
                },
                "surefire-renders");
        thread.start();
        return new Rendered(readings, result, thread);
    }

    private record Rendered(Readings readings, CompletableFuture<Rendering.Result> result, Thread thread)
            implements AutoCloseable {

        void awaitFirstAnswers() {
            while (readings.observed().size() < 2 && !result.isDone()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
            assertThat(result).isNotDone();
        }

        Problem problem(Duration limit) throws Exception {
            try {
                result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
                throw new AssertionError("it was rendered");
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(EngineException.class);
                List<Problem> problems = ((EngineException) e.getCause()).problems();
                assertThat(problems).hasSize(1);
                return problems.get(0);
            }
        }

        @Override
        public void close() {
            thread.interrupt();
            assertThat(result.handle((value, e) -> "ended")).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static void assertNothingRuns() {
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .noneMatch(each -> each.info().command().orElse("").endsWith("consul-template"));
    }

    @Test
    void aConsulThatFallsSilentIsGivenUpAfterHalfAMinute() throws Exception {
        try (ConsulAgent agent = ConsulAgent.start(folder, "")) {
            agent.key("a", "x".getBytes(StandardCharsets.UTF_8));
            try (Rendered rendered = renders("a", "nope", Map.of("CONSUL_HTTP_ADDR", agent.address()))) {
                rendered.awaitFirstAnswers();
                agent.signal("STOP");

                Problem problem = rendered.problem(Duration.ofSeconds(45));

                assertThat(problem.code()).isEqualTo("CH-CONSUL-009");
                assertThat(problem.toString()).contains(agent.address(), "it does not answer");
                assertNothingRuns();
            }
        }
    }

    @Test
    void aConsulThatIsKilledIsMissedAtOnce() throws Exception {
        try (ConsulAgent agent = ConsulAgent.start(folder, "")) {
            agent.key("a", "x".getBytes(StandardCharsets.UTF_8));
            try (Rendered rendered = renders("a", "nope", Map.of("CONSUL_HTTP_ADDR", agent.address()))) {
                rendered.awaitFirstAnswers();
                agent.signal("KILL");

                Problem problem = rendered.problem(Duration.ofSeconds(10));

                assertThat(problem.code()).isEqualTo("CH-CONSUL-009");
                assertThat(problem.what()).contains(agent.address());
                assertNothingRuns();
            }
        }
    }

    @Test
    void aValueOfAMegabyteArrivesWhole() throws Exception {
        byte[] value = new byte[1 << 20];
        new Random(2).nextBytes(value);
        try (ConsulAgent agent = ConsulAgent.start(folder, "\"limits\": {\"kv_max_value_size\": 2097152},")) {
            agent.key("large", value);
            Map<String, String> environment = Map.of("CONSUL_HTTP_ADDR", agent.address());
            String template = "{{ key \"large\" }}";

            byte[] bytes = RealTools.run(RealTools.step(
                            folder,
                            Settings.map("templates", List.of(Map.of("contents", template, "destination", "/a"))),
                            environment))
                    .bytes("a");

            assertThat(bytes).isEqualTo(value).isEqualTo(RealTools.byHand(folder, template, environment));
        }
    }

    @Test
    void aTokenThatIsDeletedMidwayIsNotKnownAnyMore() throws Exception {
        assertNotKnownAnyMore("", RealTools.Token::delete, Duration.ofSeconds(10));
    }

    @Test
    void aTokenThatExpiresMidwayIsNotKnownAnyMore() throws Exception {
        // Consul has none that lives less than a minute.
        assertNotKnownAnyMore(", \"ExpirationTTL\": \"60s\"", token -> {}, Duration.ofSeconds(90));
    }

    private interface Loss {
        void of(RealTools.Token token) throws Exception;
    }

    private void assertNotKnownAnyMore(String more, Loss loss, Duration limit) throws Exception {
        try (RealTools tools = new RealTools();
                RealTools.Token token = tools.token("key_prefix \"\" { policy = \"read\" }", more)) {
            tools.key("port", "8080");
            Map<String, String> environment = Map.of("CONSUL_HTTP_TOKEN", token.secret());
            try (Rendered rendered = renders(tools.prefix + "port", tools.prefix + "nope", environment)) {
                rendered.awaitFirstAnswers();
                loss.of(token);

                Problem problem = rendered.problem(limit);

                assertThat(problem.code()).isEqualTo("CH-CONSUL-010");
                assertThat(problem.toString())
                        .contains("/v1/kv/" + tools.prefix, "does not know the token, or not any more", "expired")
                        .doesNotContain(token.secret());
            }
        }
    }
}
