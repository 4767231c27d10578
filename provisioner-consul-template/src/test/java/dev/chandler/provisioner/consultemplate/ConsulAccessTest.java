package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsulAccessTest {

    @TempDir
    private Path folder;

    private static ConsulAccess of(String... environment) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < environment.length; i += 2) {
            map.put(environment[i], environment[i + 1]);
        }
        return ConsulAccess.of(map, Map.of());
    }

    private ConsulAccess with(ConsulAccess access, Object... settings) {
        return access.with(Settings.map(settings), folder, problem -> {
            throw new AssertionError(problem);
        });
    }

    @Test
    void theAddressIsThatOfConsulsOwnTools() {
        assertThat(of().address()).isEqualTo("http://127.0.0.1:8500");
        assertThat(of("CONSUL_HTTP_ADDR", "a:1").address()).isEqualTo("http://a:1");
        assertThat(of("CONSUL_HTTP_ADDR", "a:1", "CONSUL_HTTP_SSL", "true").address())
                .isEqualTo("https://a:1");
        assertThat(of("CONSUL_HTTP_ADDR", "unix:///run/s").address()).isEqualTo("unix:///run/s");
    }

    @Test
    void theManifestHoldsHigher() {
        ConsulAccess access = with(
                of("CONSUL_HTTP_ADDR", "a:1", "CONSUL_CACERT", "/env.pem", "CONSUL_NAMESPACE", "n"),
                "address",
                "b:2",
                "ca",
                "ca.pem",
                "namespace",
                "m");

        assertThat(access.address()).isEqualTo("http://b:2");
        assertThat(access.tls().authority()).contains(folder.resolve("ca.pem"));
        assertThat(access.namespace()).contains("m");
        assertThat(access.described()).isEqualTo(Map.of("namespace", "m"));
    }

    @Test
    void certificatesAreThoseOfTheEnvironment() {
        ConsulAccess access = of(
                "CONSUL_CACERT",
                "/ca",
                "CONSUL_CLIENT_CERT",
                "/c",
                "CONSUL_CLIENT_KEY",
                "/k",
                "CONSUL_HTTP_SSL_VERIFY",
                "false");

        assertThat(access.tls().authority()).contains(Path.of("/ca"));
        assertThat(access.tls().certificate()).contains(Path.of("/c"));
        assertThat(access.tls().key()).contains(Path.of("/k"));
        assertThat(access.tls().verify()).isFalse();
        assertThat(of().tls().verify()).isTrue();
    }

    @Test
    void theTokenIsTheManifestsElseTheEnvironments() throws IOException {
        Files.writeString(folder.resolve("token"), "of-file\n");
        ConsulAccess access = of("CONSUL_HTTP_TOKEN", "of-env", "OTHER", "of-other");

        assertThat(of().secret()).isEmpty();
        assertThat(access.secret()).contains("of-env");
        assertThat(access.token(Optional.of(TokenSource.variable("OTHER"))).secret())
                .contains("of-other");
        assertThat(of("CONSUL_HTTP_TOKEN_FILE", folder.resolve("token").toString())
                        .secret())
                .contains("of-file");
    }

    @Test
    void whatTheFlagsSayHoldsHigherThanTheManifest() throws IOException {
        Files.writeString(folder.resolve("token"), "of-flag\n");
        ConsulAccess access = with(
                        of(
                                "CHANDLER_CONSUL_HTTP_ADDR",
                                "https://flag:1",
                                "CHANDLER_CONSUL_HTTP_TOKEN_FILE",
                                folder.resolve("token").toString(),
                                "CHANDLER_CONSUL_CACERT",
                                "/flag/ca",
                                "CHANDLER_CONSUL_CLIENT_CERT",
                                "/flag/cert",
                                "CHANDLER_CONSUL_CLIENT_KEY",
                                "/flag/key",
                                "CHANDLER_CONSUL_TLS_SERVER_NAME",
                                "flag.example",
                                "CHANDLER_CONSUL_NAMESPACE",
                                "flag-namespace",
                                "CHANDLER_CONSUL_DATACENTER",
                                "flag-datacenter",
                                "CONSUL_HTTP_TOKEN",
                                "of-env",
                                "CONSUL_TLS_SERVER_NAME",
                                "env.example"),
                        "address",
                        "b:2",
                        "ca",
                        "ca.pem",
                        "cert",
                        "cert.pem",
                        "key",
                        "key.pem",
                        "namespace",
                        "m",
                        "datacenter",
                        "d")
                .token(Optional.of(TokenSource.variable("OTHER")));

        assertThat(access.address()).isEqualTo("https://flag:1");
        assertThat(access.secret()).contains("of-flag");
        assertThat(access.tls())
                .isEqualTo(new TlsFiles(
                        Optional.of(Path.of("/flag/ca")),
                        Optional.of(Path.of("/flag/cert")),
                        Optional.of(Path.of("/flag/key")),
                        true));
        assertThat(access.serverName()).contains("flag.example");
        assertThat(access.namespace()).contains("flag-namespace");
        assertThat(access.datacenter()).contains("flag-datacenter");
        assertThat(access.described()).isEqualTo(Map.of("namespace", "m", "datacenter", "d"));
    }

    @Test
    void theServersNameIsThatOfConsulsOwnTools() {
        assertThat(of().serverName()).isEmpty();
        assertThat(of("CONSUL_TLS_SERVER_NAME", "env.example").serverName()).contains("env.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONSUL_CLIENT_CERT", "CHANDLER_CONSUL_CLIENT_KEY"})
    void aCertificateWithoutItsKeyIsRefusedAndSoIsAKeyAlone(String variable) {
        ConsulAccess half = of("CONSUL_HTTP_ADDR", "https://a", variable, "/half.pem");

        assertThatThrownBy(half::tls)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-CONSUL-030")
                .hasMessageContaining("/half.pem");
    }

    @Test
    void aTokenThatIsNotThereIsTheEnvironmentsFault() {
        ConsulAccess access = of().token(Optional.of(TokenSource.variable("NONE")));

        assertThatThrownBy(access::secret).isInstanceOf(EngineException.class).hasMessageContaining("CH-CONSUL-008");
    }

    @Test
    void anAddressThatIsNoneIsSaid() {
        assertThatThrownBy(() -> ConsulServer.of(of("CONSUL_HTTP_ADDR", "ftp://a")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-CONSUL-009");
    }

    @Test
    void aProgramThatIsNotThereIsSaidWithItsRemedy() {
        assertThatThrownBy(() -> Program.in(Map.of("PATH", folder.toString())).path())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CHANDLER_CONSUL_TEMPLATE");
        assertThatThrownBy(() -> Program.in(Map.of("CHANDLER_CONSUL_TEMPLATE", folder.toString()))
                        .path())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-CONSUL-007");
    }
}
