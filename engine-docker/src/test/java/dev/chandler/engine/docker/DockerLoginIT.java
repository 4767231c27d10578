package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registries that want a login, take nothing, or have a certificate that nobody knows. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerLoginIT extends DockerTests {

    /** The bridge's: unlike 127.0.0.0/8 no address where Docker does without a certificate. */
    private static final String STRICT_HOST = "10.213.0.1";

    private final String name = Registries.withLogin() + "/" + reference;

    @TempDir
    Path folder;

    private Artifact artifact;

    @BeforeEach
    void publish() throws InterruptedException {
        Base base = image("busybox");
        artifact = engine.publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of(reference)));
    }

    @AfterEach
    void removePulled() throws Exception {
        DockerCli.run("image", "rm", name);
    }

    private Engine connect(Map<String, String> environment) throws InterruptedException {
        return new DockerEngineFactory().connect(endpoint(), new ClientIdentity("0.0.0-test", buildId), environment);
    }

    private Descriptor push(Map<String, String> environment, String under) throws InterruptedException {
        try (Engine client = connect(environment)) {
            return client.push(artifact, under, ProgressSink.NONE);
        }
    }

    private Base pull(Map<String, String> environment) throws InterruptedException {
        try (Engine client = connect(environment)) {
            return client.pull(new BaseReference.Image(name), ProgressSink.NONE);
        }
    }

    private void fails(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.problems().get(0).code()).isEqualTo(code);
            assertThat(e.problems().get(0).why()).isPresent();
            assertThat(e.problems().get(0).remedy()).isPresent();
        });
    }

    @Test
    void theLoginOfTheConfigurationFileIsShown() throws Exception {
        Map<String, String> client = Registries.loggedIn(folder, Registries.withLogin(), Registries.rightLogin());

        Descriptor pushed = push(client, name);

        try (Engine engine = connect(client)) {
            Base there = engine.resolve(new BaseReference.Image(name));
            assertThat(there.present()).isFalse();
            assertThat(there.digest()).isEqualTo(pushed.digest());
        }
        assertThat(pull(client).digest()).isEqualTo(artifact.id());
    }

    @Test
    void theLoginOfACredentialHelperIsShown() throws Exception {
        Map<String, String> client = Registries.helped(folder, Registries.withLogin(), Registries.rightLogin());

        push(client, name);

        assertThat(pull(client).digest()).isEqualTo(artifact.id());
    }

    @Test
    void aWrongPasswordIsSaid() throws Exception {
        push(Registries.loggedIn(folder, Registries.withLogin(), Registries.rightLogin()), name);
        Map<String, String> file = Registries.loggedIn(folder, Registries.withLogin(), "chandler:wrong");

        fails("CH-OUTPUT-010", () -> push(file, name));
        fails("CH-ENGINE-017", () -> pull(file));

        Map<String, String> helper = Registries.helped(folder, Registries.withLogin(), "chandler:wrong");
        fails("CH-OUTPUT-010", () -> push(helper, name));
        fails("CH-ENGINE-017", () -> pull(helper));
    }

    @Test
    void aMissingLoginIsSaid() throws Exception {
        push(Registries.loggedIn(folder, Registries.withLogin(), Registries.rightLogin()), name);
        Map<String, String> nobody = Registries.stranger(folder);

        fails("CH-OUTPUT-010", () -> push(nobody, name));
        fails("CH-ENGINE-017", () -> pull(nobody));
        Map<String, String> elsewhere = Registries.helped(folder, "other.example", Registries.rightLogin());
        fails("CH-OUTPUT-010", () -> push(elsewhere, name));
    }

    @Test
    void aRefusedPushLeavesNoName() throws Exception {
        fails("CH-OUTPUT-010", () -> push(Registries.stranger(folder), name));

        assertThat(DockerCli.run("image", "inspect", "-f", "{{.RepoTags}}", reference))
                .doesNotContain(Registries.withLogin());
    }

    @Test
    void aRegistryThatTakesNothingIsToldApart() {
        fails("CH-OUTPUT-011", () -> push(System.getenv(), Registries.readOnly() + "/" + reference));
    }

    @Test
    void anUnknownCertificateIsRefusedUntilTheDaemonKnowsIt() throws Exception {
        try (TcpRelay strict = TcpRelay.at(STRICT_HOST, Registries.port(Registries.withLogin()))) {
            String under = strict.address() + "/" + reference;
            Map<String, String> client = Registries.loggedIn(folder, strict.address(), Registries.rightLogin());
            fails("CH-OUTPUT-012", () -> push(client, under));

            Path known = Files.createDirectories(Path.of("/etc/docker/certs.d").resolve(strict.address()));
            try {
                Files.copy(Registries.certificate(), known.resolve("ca.crt"));

                assertThat(push(client, under).sizeBytes()).isPositive();
            } finally {
                Files.deleteIfExists(known.resolve("ca.crt"));
                Files.delete(known);
            }
        }
    }
}
