package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.EngineException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerEndpointsTest {

    private static final Map<String, String> HOST =
            Map.of("DOCKER_HOST", "unix:///h.sock", "XDG_RUNTIME_DIR", "/run/u");

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
    void elseTheUsualSocketsAreTried() {
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of("XDG_RUNTIME_DIR", "/run/u")))
                .extracting(Endpoint::address)
                .containsExactly("unix:///var/run/docker.sock", "unix:///run/u/docker.sock");
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of()))
                .extracting(Endpoint::address)
                .containsExactly("unix:///var/run/docker.sock");
    }

    @Test
    void aContextIsNotPassedOverInSilence() {
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of("DOCKER_CONTEXT", "remote")))
                .containsExactly(new Endpoint("context:remote", "DOCKER_CONTEXT"));
        assertThat(DockerEndpoints.list(Optional.empty(), Map.of("DOCKER_CONTEXT", "default")))
                .hasSize(1)
                .allMatch(endpoint -> endpoint.origin().equals("default"));
    }

    @Test
    void tlsIsNotLeftOutInSilence() {
        Map<String, String> tls = Map.of("DOCKER_HOST", "tcp://h:2376", "DOCKER_TLS_VERIFY", "1");

        assertThat(DockerEndpoints.list(Optional.empty(), tls))
                .extracting(Endpoint::address)
                .containsExactly("tcp+tls://h:2376");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String address : new String[] {
            "lxd://x", "unix://relative", "tcp://", "tcp://h:99999", "tcp://a@b", "not an address", "relative"
        }) {
            assertThatThrownBy(() -> DockerEndpoints.list(Optional.of(address), Map.of()))
                    .as(address)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining(address);
        }
    }

    @Test
    void aPlainPathIsASocket() {
        assertThat(DockerAddress.parse(new Endpoint("/run/docker.sock", "test")).socket())
                .hasValueSatisfying(path -> assertThat(path).hasToString("/run/docker.sock"));
    }

    @Test
    void aSocketsPathIsTakenAsItIs() {
        assertThat(DockerAddress.parse(new Endpoint("unix:///my run/docker%20.sock", "test"))
                        .socket())
                .hasValueSatisfying(path -> assertThat(path).hasToString("/my run/docker%20.sock"));
    }

    @Test
    void aHostsNameMayHaveWhatComposeGivesIt() {
        assertThat(DockerAddress.parse(new Endpoint("tcp://my_docker_1:1234/", "test"))
                        .url())
                .hasToString("http://my_docker_1:1234/");
        assertThat(DockerAddress.parse(new Endpoint("tcp://[::1]", "test")).url())
                .hasToString("http://[::1]:2375/");
    }
}
