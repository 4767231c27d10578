package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEndpointsTest {

    private static String address(Map<String, String> environment, boolean root) {
        return LocalEndpoints.of(Optional.empty(), environment, root).address();
    }

    @Test
    void rootsStoreIsTheMachines() {
        assertThat(address(Map.of("HOME", "/root"), true)).isEqualTo("/var/lib/chandler/local");
    }

    @Test
    void aUsersStoreIsAmongTheirData() {
        assertThat(address(Map.of("HOME", "/home/ada"), false)).isEqualTo("/home/ada/.local/share/chandler/local");
        assertThat(address(Map.of("HOME", "/home/ada", "XDG_DATA_HOME", "/data"), false))
                .isEqualTo("/data/chandler/local");
    }

    @Test
    void theVariableWinsAndWhatIsGivenWinsOverIt() {
        Map<String, String> environment = Map.of("CHANDLER_LOCAL_ROOT", "/of/the/variable");

        assertThat(address(environment, true)).isEqualTo("/of/the/variable");
        assertThat(LocalEndpoints.of(Optional.of("/a/../given"), environment, true)
                        .address())
                .isEqualTo("/given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:///run/docker.sock", "tcp://host:2375", "remote:lab", "local"})
    void whatIsNoPathIsAnothersAddress(String given) {
        assertThatThrownBy(() -> LocalEndpoints.of(Optional.of(given), Map.of(), true))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(given);
    }
}
