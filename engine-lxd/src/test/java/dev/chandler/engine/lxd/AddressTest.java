package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    private static JsonObject network(String address) {
        JsonObject config = new JsonObject();
        config.addProperty("ipv4.address", address);
        return config;
    }

    @Test
    void isOneOfTheNetworksButNotItsOwnNorAnothersNorItsEnds() {
        for (int i = 0; i < 500; i++) {
            Address address = Address.of("eth0", network("10.9.8.17/28"), Set.of("10.9.8.20"))
                    .orElseThrow();

            assertThat(address.gateway()).isEqualTo("10.9.8.17");
            assertThat(Integer.parseInt(address.ip().substring("10.9.8.".length())))
                    .isBetween(18, 30)
                    .isNotEqualTo(20);
        }
    }

    @Test
    void isNoneWhereAllAreTaken() {
        Set<String> taken =
                IntStream.rangeClosed(16, 31).mapToObj(last -> "10.9.8." + last).collect(Collectors.toSet());

        assertThat(Address.of("eth0", network("10.9.8.17/28"), taken)).isEmpty();
    }

    @Test
    void isToldLxcWithThePrefixAndTheGateway() {
        assertThat(new Address("eth0", "10.9.8.7", 16, "10.9.0.1").raw())
                .containsExactly("lxc.net.0.ipv4.address = 10.9.8.7/16", "lxc.net.0.ipv4.gateway = 10.9.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "auto", "10.9.8.1/30"})
    void isNoneWhereTheNetworkHasNoAddressesToGive(String address) {
        assertThat(Address.of("eth0", network(address), Set.of())).isEqualTo(Optional.empty());
    }
}
