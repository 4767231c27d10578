package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.unixhttp.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEndpointsTest {

    private static final Map<String, String> HOST =
            Map.of("DOCKER_HOST", "unix:///h.sock", "XDG_RUNTIME_DIR", "/run/u");

    @TempDir
    Path folder;

    @Test
    void theAddressGivenIsTheOnlyOne() {
        assertThat(DockerEndpoints.list(Optional.of("tcp://1.2.3.4:2375"), HOST))
                .containsExactly(new Endpoint("tcp://1.2.3.4:2375", "--endpoint"));
    }

    @Test
    void dockerHostIsTheOnlyOneWhereItIsSet() {
        assertThat(DockerEndpoints.list(Optional.empty(), HOST))
                .containsExactly(new Endpoint("unix:///h.sock", "DOCKER_HOST"));
    }

    @Test
    void elseTheUsualSocketsAreTriedDockersFirst() {
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of("XDG_RUNTIME_DIR", "/run/u")))
                .extracting(Endpoint::address)
                .containsExactly(
                        "unix:///var/run/docker.sock",
                        "unix:///run/u/docker.sock",
                        "unix:///run/u/podman/podman.sock",
                        "unix:///run/podman/podman.sock");
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of()))
                .extracting(Endpoint::address)
                .containsExactly("unix:///var/run/docker.sock", "unix:///run/podman/podman.sock");
    }

    @Test
    void whatPodmanIsToldComesBeforeItsUsualSocketsButNotBySsh() {
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of("CONTAINER_HOST", "unix:///p.sock")))
                .contains(new Endpoint("unix:///p.sock", "CONTAINER_HOST"), atIndex(1));
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of("CONTAINER_HOST", "ssh://u@h/p.sock")))
                .extracting(Endpoint::origin)
                .doesNotContain("CONTAINER_HOST");
        assertThat(DockerEndpoints.list(
                        Optional.empty(), Map.of("CONTAINER_HOST", "unix:///p.sock", "DOCKER_HOST", "unix:///h.sock")))
                .hasSize(1);
    }

    @Test
    void aContextThatIsNamedOrChosenIsTheOnlyOne() throws IOException {
        String remote = "b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a";
        write("contexts/meta/" + remote + "/meta.json", """
                {"Name": "remote", "Endpoints": {"docker": {"Host": "ssh://u@h:222/run/d.sock"}}}
                """);
        Map<String, String> named = Map.of("DOCKER_CONFIG", folder.toString(), "DOCKER_CONTEXT", "remote");
        Map<String, String> chosen = Map.of("DOCKER_CONFIG", folder.toString());
        write("config.json", "{\"currentContext\": \"remote\"}");

        assertThat(DockerEndpoints.list(Optional.empty(), named))
                .containsExactly(new Endpoint("context:remote", "DOCKER_CONTEXT"));
        assertThat(DockerEndpoints.list(Optional.empty(), chosen))
                .containsExactly(new Endpoint("context:remote", "docker context use"));
        assertThat(DockerAddress.parse(new Endpoint("context:remote", "test"), chosen))
                .isEqualTo(
                        new DockerAddress.Ssh(List.of("-l", "u", "-p", "222", "--", "h"), Optional.of("/run/d.sock")));
        assertThat(DockerEndpoints.list(
                        Optional.empty(), Map.of("DOCKER_CONFIG", folder.toString(), "DOCKER_CONTEXT", "default")))
                .hasSize(2)
                .allMatch(endpoint -> endpoint.origin().endsWith("default"));
    }

    @Test
    void aContextThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() -> DockerEndpoints.list(
                        Optional.empty(), Map.of("HOME", folder.toString(), "DOCKER_CONTEXT", "gone")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("context:gone (DOCKER_CONTEXT)")
                .hasMessageContaining(folder.toString());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void tlsIsNotLeftOutInSilence() {
        Map<String, String> tls = Map.of("DOCKER_HOST", "tcp://h:2376", "DOCKER_TLS_VERIFY", "1");

        assertThat(DockerEndpoints.list(Optional.empty(), tls))
                .extracting(Endpoint::address)
                .containsExactly("tcp+tls://h:2376");
        assertThat(DockerAddress.parse(
                        new Endpoint("tcp+tls://h", "test"), Map.of("DOCKER_CERT_PATH", folder.toString())))
                .isEqualTo(
                        new DockerAddress.Tcp(HttpUrl.get("https://h:2376/"), Optional.of(TlsFiles.in(folder, true))));
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String address : new String[] {
            "lxd://x",
            "unix://relative",
            "tcp://",
            "tcp://h:99999",
            "tcp://a@b",
            "not an address",
            "relative",
            "ssh://-oProxyCommand=x",
            "ssh://u@-x"
        }) {
            assertThatThrownBy(() -> DockerEndpoints.list(Optional.of(address), Map.of()))
                    .as(address)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(address);
        }
    }

    @Test
    void aPlainPathIsASocket() {
        assertThat(DockerAddress.parse(new Endpoint("/run/docker.sock", "test"), Map.of()))
                .isEqualTo(new DockerAddress.Unix(Path.of("/run/docker.sock")));
    }

    @Test
    void aSocketsPathIsTakenAsItIs() {
        assertThat(DockerAddress.parse(new Endpoint("unix:///my run/docker%20.sock", "test"), Map.of()))
                .isEqualTo(new DockerAddress.Unix(Path.of("/my run/docker%20.sock")));
    }

    @Test
    void aHostsNameMayHaveWhatComposeGivesIt() {
        for (String[] pair : new String[][] {
            {"tcp://my_docker_1:1234/", "http://my_docker_1:1234/"}, {"tcp://[::1]", "http://[::1]:2375/"}
        }) {
            assertThat(DockerAddress.parse(new Endpoint(pair[0], "test"), Map.of()))
                    .isEqualTo(new DockerAddress.Tcp(HttpUrl.get(pair[1]), Optional.empty()));
        }
    }
}
