package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LxdEndpointsTest {

    private static List<String> addresses(Optional<String> given, Map<String, String> environment) {
        return LxdEndpoints.list(given, environment).stream()
                .map(Endpoint::address)
                .toList();
    }

    private static LxdAddress parsed(String address, Map<String, String> environment) {
        return LxdAddress.parse(new Endpoint(address, "test"), environment);
    }

    @Test
    void theAddressGivenIsTheOnlyOne() {
        assertThat(addresses(Optional.of("unix:///s"), Map.of("LXD_DIR", "/d"))).containsExactly("unix:///s");
    }

    @Test
    void theFolderOfTheEnvironmentIsTheOnlyOne() {
        assertThat(addresses(Optional.empty(), Map.of("LXD_DIR", "/d"))).containsExactly("unix:///d/unix.socket");
    }

    @Test
    void socketsComeBeforeFoldersAndLxdBeforeIncus() {
        assertThat(addresses(Optional.empty(), Map.of("INCUS_DIR", "/i"))).containsExactly("unix:///i/unix.socket");
        assertThat(addresses(Optional.empty(), Map.of("INCUS_DIR", "/i", "INCUS_SOCKET", "/s", "LXD_DIR", "/d")))
                .containsExactly("unix:///d/unix.socket", "unix:///s");
        assertThat(addresses(Optional.empty(), Map.of("LXD_DIR", "/d", "LXD_SOCKET", "/l")))
                .containsExactly("unix:///l");
    }

    @Test
    void elseTheUsualSocketsAreTriedTheSnapsFirst() {
        assertThat(addresses(Optional.empty(), Map.of()))
                .containsExactly(
                        "unix:///var/snap/lxd/common/lxd/unix.socket",
                        "unix:///var/lib/lxd/unix.socket",
                        "unix:///run/incus/unix.socket",
                        "unix:///var/lib/incus/unix.socket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:s", "http://h:1", "tcp://h:1", "https://", "https://h/path", "h:8443", ""})
    void whatIsNoAddressIsAProblem(String address) {
        assertThatThrownBy(() -> parsed(address, Map.of()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-070");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "images", "local", ""})
    void aRemoteThatIsNoServerByHttpsIsAProblem(String name, @TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("config.yml"), """
                remotes:
                  local: {addr: "unix://"}
                  images: {addr: "https://images.example", protocol: simplestreams}
                """);

        assertThatThrownBy(() -> parsed("remote:" + name, Map.of("INCUS_CONF", folder.toString())))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-070")
                .hasMessageContaining("remote list");
    }

    @Test
    void httpsHasAPortOfItsOwnWhereNoneIsGiven() {
        assertThat(((LxdAddress.Https) parsed("https://host", Map.of())).url().port())
                .isEqualTo(8443);
        assertThat(((LxdAddress.Https) parsed("https://host:9", Map.of())).url().port())
                .isEqualTo(9);
    }

    @Test
    void theServersCertificateIsThatOfItsHostAmongTheLxcClients(@TempDir Path home) throws Exception {
        Path folder = Files.createDirectories(home.resolve(".config/lxc/servercerts"));
        Path certificate = Files.createFile(folder.resolve("host.crt"));

        LxdAddress.Https https = (LxdAddress.Https) parsed("https://host", Map.of("HOME", home.toString()));

        assertThat(https.tls().authority()).contains(certificate);
        assertThat(https.tls().certificate()).isEmpty();
    }

    @Test
    void twoServersOfOneHostAreToldApartByTheirPorts(@TempDir Path home) throws Exception {
        Path folder = Files.createDirectories(home.resolve(".config/lxc/servercerts"));
        Files.createFile(folder.resolve("host.crt"));
        Path certificate = Files.createFile(folder.resolve("host_9.crt"));

        LxdAddress.Https https = (LxdAddress.Https) parsed("https://host:9", Map.of("HOME", home.toString()));

        assertThat(https.tls().authority()).contains(certificate);
    }

    @Test
    void theUserIsWhomTheClientKnowsThatKnowsTheServer(@TempDir Path home) throws Exception {
        for (String client : List.of("lxc", "incus")) {
            Path folder = Files.createDirectories(home.resolve(".config").resolve(client));
            Files.createFile(folder.resolve("client.crt"));
            Files.createFile(folder.resolve("client.key"));
        }
        Path incus = home.resolve(".config/incus");
        Files.createFile(Files.createDirectory(incus.resolve("servercerts")).resolve("host.crt"));
        Map<String, String> environment = Map.of("HOME", home.toString());

        assertThat(((LxdAddress.Https) parsed("https://host", environment))
                        .tls()
                        .certificate())
                .contains(incus.resolve("client.crt"));
        assertThat(((LxdAddress.Https) parsed("https://other", environment))
                        .tls()
                        .certificate())
                .contains(home.resolve(".config/lxc/client.crt"));
    }
}
