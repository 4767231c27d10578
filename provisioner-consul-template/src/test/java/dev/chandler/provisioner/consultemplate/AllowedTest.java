package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTest {

    private static final Allowed SOME = Allowed.only(List.of("app/", "service web", "nodes"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/app/port",
                "/v1/kv/app/?recurse=",
                "/v1/health/service/web?passing=1",
                "/v1/catalog/nodes",
                "/v1/agent/self"
            })
    void whatIsNamedIsAllowed(String target) {
        assertThat(SOME.allows(ConsulRequest.parse(target))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/application",
                "/v1/kv/app?recurse=",
                "/v1/kv/app/../other",
                "/v1/kv/app/%2e%2e/other",
                "/v1/health/service/web2",
                "/v1/catalog/services",
                "/v1/acl/tokens"
            })
    void nothingElseIsAllowed(String target) {
        assertThat(SOME.allows(ConsulRequest.parse(target))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/acl/tokens",
                "/v1/agent/connect/ca/leaf/web",
                "/v1/agent/selfie",
                "/v1/config/x",
                "/v1/kv/../acl/tokens"
            })
    void whoNamesNothingGetsKeysServicesAndNodesAlone(String target) {
        assertThat(Allowed.all().allows(ConsulRequest.parse(target))).isFalse();
    }
}
