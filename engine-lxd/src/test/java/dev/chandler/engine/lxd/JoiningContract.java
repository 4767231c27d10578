package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How a client that a daemon does not trust becomes one that it does. */
abstract class JoiningContract {

    @TempDir
    Path home;

    @RegisterExtension
    final PublishedApi api = new PublishedApi(description());

    final String unique = "joining-" + UUID.randomUUID();
    LxdHttp daemon;
    private Set<String> trusted;

    /** Which variable of the testbed names the description of the daemon's API. */
    abstract String description();

    /** That of somebody whom the daemon trusts, on its machine. */
    abstract Map<String, String> local();

    abstract String url();

    /** What a user of the daemon's own client types, to have a token printed. */
    abstract List<String> tokenCommand();

    @BeforeEach
    void connect() throws InterruptedException {
        Endpoint socket =
                new LxdEngineFactory().endpoints(Optional.empty(), local()).get(0);
        daemon = LxdHttp.open(socket, local());
        trusted = fingerprints();
    }

    private Set<String> fingerprints() throws InterruptedException {
        Set<String> fingerprints = new HashSet<>();
        for (JsonObject certificate :
                Json.objects(daemon.get(daemon.at("certificates").addQueryParameter("recursion", "1"))
                        .metadata())) {
            fingerprints.add(Json.text(certificate, "fingerprint"));
        }
        return fingerprints;
    }

    @AfterEach
    void trustNobodyElse() throws InterruptedException {
        Set<String> more = fingerprints();
        more.removeAll(trusted);
        for (String fingerprint : more) {
            assertThat(daemon.send("DELETE", daemon.at("certificates", fingerprint), null)
                            .ok())
                    .isTrue();
        }
        daemon.close();
    }

    /** A user who has nothing but a home. */
    final Map<String, String> user(String... variables) {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return environment;
    }

    final Engine connect(Map<String, String> environment) throws InterruptedException {
        LxdEngineFactory factory = api.factory();
        Endpoint endpoint = factory.endpoints(Optional.of(url()), environment).get(0);
        return factory.connect(endpoint, new ClientIdentity("test", unique), environment);
    }

    final String token() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(tokenCommand()).redirectErrorStream(true);
        builder.environment().putAll(local());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        List<String> lines = new ArrayList<>(output.strip().lines().toList());
        return lines.get(lines.size() - 1);
    }

    private static void assertKnows(Engine engine) throws InterruptedException {
        assertThat(engine.resolve(new BaseReference.Image("busybox")).present()).isTrue();
    }

    final void assertRefused(Map<String, String> environment, String code, String secret) {
        assertThatThrownBy(() -> connect(environment).close())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(code)
                .message()
                .doesNotContain(secret);
    }

    @Test
    void aTokenHasTheDaemonTrustAUserWhoHadNoCertificate() throws Exception {
        try (Engine engine = connect(user(Joining.TOKEN, token()))) {
            assertKnows(engine);
        }

        Path folder = home.resolve(".config/lxc");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("client.key"))))
                .isEqualTo("rw-------");
        try (Engine engine = connect(user())) {
            assertKnows(engine);
        }
    }

    @Test
    void aTokenIsNotNeededByAUserWhoIsTrustedAlready() throws Exception {
        String token = token();
        connect(user(Joining.TOKEN, token)).close();

        try (Engine engine = connect(user(Joining.TOKEN, token))) {
            assertKnows(engine);
        }
        assertThat(fingerprints()).hasSize(trusted.size() + 1);
    }

    @Test
    void aTokenIsGoodForOneUser() throws Exception {
        String token = token();
        connect(user(Joining.TOKEN, token)).close();

        Path other = home.resolve("other");
        assertRefused(user(Joining.TOKEN, token, ClientFolders.VARIABLE, other.toString()), "CH-ENGINE-086", token);
    }

    @Test
    void aTokenOfAnotherServerIsShownToNobody() throws Exception {
        String token = token();
        String json = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        String other = json.replaceFirst("\"fingerprint\":\"[0-9a-f]{8}", "\"fingerprint\":\"00000000");
        String changed = Base64.getEncoder().encodeToString(other.getBytes(StandardCharsets.UTF_8));

        assertRefused(user(Joining.TOKEN, changed), "CH-ENGINE-090", changed);
        try (Engine engine = connect(user(Joining.TOKEN, token))) {
            assertKnows(engine);
        }
    }

    @Test
    void whatIsNoTokenIsSaidBeforeAnybodyIsAsked() {
        api.expectNone();
        assertRefused(user(Joining.TOKEN, "c2VjcmV0"), "CH-ENGINE-085", "c2VjcmV0");
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @Test
    void withoutATokenNeitherTheServerNorTheUserIsKnown() throws Exception {
        assertRefused(user(), "CH-ENGINE-090", "none");

        Path folder = Files.createDirectories(home.resolve(".config/incus/servercerts"));
        Files.writeString(folder.resolve("127.0.0.1.crt"), certificate());
        assertRefused(user(), "CH-ENGINE-071", "none");
        assertThat(home.resolve(".config/incus/client.crt")).doesNotExist();
    }

    /** The server's own. */
    final String certificate() throws InterruptedException {
        return Json.text(Json.object(daemon.greet(), "environment"), "certificate");
    }
}
