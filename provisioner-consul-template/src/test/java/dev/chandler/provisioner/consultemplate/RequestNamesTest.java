package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestNamesTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/kv/app/port?stale=&index=7&wait=60000ms, key app/port",
        "/v1/kv/app/?recurse=&stale=, keys below app/",
        "/v1/kv/?recurse=, all keys",
        "/v1/kv/app/port?dc=east, key app/port [dc=east]",
        "/v1/kv/a%20%C3%A9, key a é",
        "/v1/health/service/web?passing=1&stale=, service web",
        "/v1/health/service/web?tag=blue, all of service web [tag=blue]",
        "/v1/catalog/services, services",
        "/v1/catalog/nodes?near=_agent, nodes [near=_agent]",
        "/v1/catalog/node/n1, node n1",
        "/v1/catalog/datacenters, datacenters",
        "/v1/agent/self, this agent",
    })
    void aRequestIsCalledWhatPeopleCallIt(String target, String name) {
        assertThat(RequestNames.of(ConsulRequest.parse(target))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/app/port",
                "/v1/kv/a%20%5Bdc=x%5D",
                "/v1/kv/a%0Ab",
                "/v1/kv/%FF",
                "/v1/kv/a%20",
                "/v1/kv/a%25b%2Bc?recurse=",
                "/v1/kv/below?keys=&separator=/",
                "/v1/health/connect/web?passing=1",
                "/v1/health/service/a%20b?passing=1&tag=x%26y",
                "/v1/catalog/services?ns=a",
            })
    void everyNameLeadsBackToItsRequest(String target) {
        ConsulRequest request = ConsulRequest.parse(target);

        String name = RequestNames.of(request);

        assertThat(RequestNames.parse(name)).contains(request);
        assertThat(name).isEqualTo(name.strip()).doesNotContain("\n");
    }

    @Test
    void countersMakeNoDifference() {
        assertThat(digest("[{\"Key\":\"a\",\"Value\":\"eA==\",\"ModifyIndex\":1,\"LockIndex\":0}]"))
                .isEqualTo(digest("[{\"LockIndex\":3,\"Key\":\"a\",\"ModifyIndex\":2,\"Value\":\"eA==\"}]"));
    }

    @Test
    void valuesMakeADifference() {
        assertThat(digest("[{\"Key\":\"a\",\"Value\":\"eA==\"}]"))
                .isNotEqualTo(digest("[{\"Key\":\"a\",\"Value\":\"eQ==\"}]"));
        assertThat(digest("[{\"Meta\":{\"ModifyIndex\":\"1\"}}]"))
                .isNotEqualTo(digest("[{\"Meta\":{\"ModifyIndex\":\"2\"}}]"));
    }

    @Test
    void whatIsNotThereHasADigestOfItsOwn() {
        ConsulRequest key = ConsulRequest.parse("/v1/kv/a");

        assertThat(AnswerDigest.of(key, ConsulAnswer.notFound()))
                .isNotEqualTo(AnswerDigest.of(key, ConsulAnswer.json("[]")))
                .isNotEqualTo(AnswerDigest.of(key, ConsulAnswer.json("\"absent\"")));
    }

    private static Digest digest(String json) {
        return AnswerDigest.of(ConsulRequest.parse("/v1/kv/a"), ConsulAnswer.json(json));
    }
}
