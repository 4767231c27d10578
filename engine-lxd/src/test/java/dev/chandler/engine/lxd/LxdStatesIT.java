package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import okhttp3.Interceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeping a state asks of LXD, and when a state counts as one. */
class LxdStatesIT {

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Interceptor watch = chain -> {
        boolean all = "1".equals(chain.request().url().queryParameter("recursion"));
        asked.add(all ? "LIST" : chain.request().method());
        return chain.proceed(chain.request());
    };
    private final LxdEngineFactory factory = new LxdEngineFactory(List.of(watch));
    private final Endpoint endpoint =
            factory.endpoints(Optional.empty(), System.getenv()).get(0);
    private final String build = "states-" + UUID.randomUUID();
    private final Digest key = Digest.of(build);

    private Engine engine(Map<String, String> environment) throws InterruptedException {
        return factory.connect(endpoint, new ClientIdentity("0.0.0-test", build), environment);
    }

    /** On the one pool a copy is made at one stroke, on the other one file after the other. */
    @ParameterizedTest
    @CsvSource({"default, POST GET GET", "dir, POST GET GET PATCH"})
    void aStateIsOneRequestWhereThePoolCopiesAtOneStroke(String pool, String requests) throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("CHANDLER_LXD_POOL", pool);
        try (Engine engine = engine(environment)) {
            Base base = engine.resolve(new BaseReference.Image("busybox"));
            try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
                asked.clear();
                Snapshot state = instance.snapshot(Optional.of(key));
                assertThat(String.join(" ", asked)).isEqualTo(requests);
                try {
                    assertThat(engine.findCheckpoint(List.of(key))).contains(state);
                    assertThat(resource(engine, state.id()).buildId()).isEmpty();
                } finally {
                    engine.remove(resource(engine, state.id()));
                }
            }
        }
    }

    /** What each look into another state takes, is taken for every state that there is. */
    @Test
    void aStateIsFoundAndClaimedWithoutALookIntoAnother() throws Exception {
        try (Engine engine = engine(System.getenv())) {
            Base base = engine.resolve(new BaseReference.Image("busybox"));
            try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
                Snapshot state = instance.snapshot(Optional.of(key));
                try {
                    asked.clear();
                    assertThat(engine.findCheckpoint(List.of(Digest.of("another"), key)))
                            .contains(state);
                    assertThat(asked).containsExactly("GET", "GET");
                    asked.clear();
                    assertThat(engine.claimed(List.of(key))).isEmpty();
                    assertThat(asked).containsExactly("GET");
                } finally {
                    engine.remove(resource(engine, state.id()));
                }
            }
        }
    }

    /** As the daemon has it while it copies, and where it was killed meanwhile: not noted as a copy. */
    @Test
    void whatHasAKeyAndIsNotWholeIsNotFoundAndBelongsToItsBuild() throws Exception {
        try (Engine engine = engine(System.getenv());
                LxdHttp http = LxdHttp.open(endpoint, System.getenv())) {
            String name = Names.checkpoint(key);
            new Operations(http).run("cannot make it", "POST", http.at("instances"), begun(name));

            Resource half = resource(engine, name);
            try {
                assertThat(engine.findCheckpoint(List.of(key))).isEmpty();
                assertThat(half.buildId()).contains(build);
                assertThat(half.key()).isEmpty();
            } finally {
                assertThat(engine.remove(half)).isTrue();
            }
        }
    }

    private JsonObject begun(String name) {
        JsonObject source = new JsonObject();
        source.addProperty("type", "none");
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        body.add("profiles", Json.array(List.of("default")));
        body.add("devices", new JsonObject());
        body.add("source", source);
        body.add(
                "config",
                Json.of(Map.of(
                        Labels.VERSION, "1", Labels.STATE, "true", Labels.KEY, key.hex(), Labels.MAKING, build)));
        return body;
    }

    private static Resource resource(Engine engine, String id) throws InterruptedException {
        return engine.resources().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
