package dev.chandler.lib.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real registries: one that takes everything, one that wants a login and has a certificate of its own, one that takes nothing. */
@Timeout(60)
class RegistryPushIT {

    private final String path = "chandler-it/" + UUID.randomUUID();

    @TempDir
    Path folder;

    private static String variable(String name) {
        return requireNonNull(
                System.getenv(name), "these tests need " + name + ": testbed/up; eval \"$(testbed/env)\"");
    }

    private static String strict() {
        return variable("CHANDLER_TESTBED_REGISTRY_TLS");
    }

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(folder.resolve("room"));
    }

    private Descriptor push(String registry) throws InterruptedException {
        DockerConfig config = DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString()));
        return new RegistryPush(config, folder.resolve("room"), folder)
                .push(new TestImage("text of " + path), registry + "/" + path + ":1.0");
    }

    private void trust() throws IOException {
        Path file = Files.createDirectories(folder.resolve(strict())).resolve("ca.crt");
        Files.copy(Path.of(variable("CHANDLER_TESTBED_REGISTRY_CERTIFICATE")), file);
    }

    private void login(String login) throws IOException {
        String auth = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("config.json"), "{\"auths\":{\"" + strict() + "\":{\"auth\":\"" + auth + "\"}}}");
    }

    private void fails(String code, String registry) {
        assertThatThrownBy(() -> push(registry))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo(code));
    }

    @Test
    void whatIsPushedIsThereUnderItsDigest() throws Exception {
        String registry = variable("CHANDLER_TESTBED_REGISTRY");

        Descriptor pushed = push(registry);

        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + registry + "/v2/" + path + "/manifests/1.0"))
                .header("Accept", pushed.mediaType())
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Docker-Content-Digest"))
                .contains(pushed.digest().toString());
        assertThat(answer.body()).hasSize((int) pushed.sizeBytes());
        assertThat(push(registry)).isEqualTo(pushed);
    }

    @Test
    void aLoginIsShownToARegistryOfWhichTheCertificateIsKnown() throws Exception {
        trust();
        login(variable("CHANDLER_TESTBED_REGISTRY_LOGIN"));

        assertThat(push(strict())).matches(TestImage::isManifest);
    }

    @Test
    void aWrongLoginIsAProblem() throws Exception {
        trust();
        login("somebody:wrong");

        fails("CH-OUTPUT-010", strict());
    }

    @Test
    void noLoginIsAProblem() throws Exception {
        trust();

        fails("CH-OUTPUT-010", strict());
    }

    @Test
    void aCertificateThatNobodyKnowsIsAProblem() throws Exception {
        login(variable("CHANDLER_TESTBED_REGISTRY_LOGIN"));

        fails("CH-OUTPUT-012", strict());
    }

    @Test
    void aRegistryThatTakesNothingIsAProblem() {
        fails("CH-OUTPUT-011", variable("CHANDLER_TESTBED_REGISTRY_READONLY"));
    }

    @Test
    void aRegistryThatIsNotThereIsAProblem() {
        fails("CH-OUTPUT-013", "127.0.0.1:1");
        fails("CH-OUTPUT-013", "no-such-host.invalid");
    }

    @Test
    void anInterruptedPushIsOne() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> push(variable("CHANDLER_TESTBED_REGISTRY"))).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
