package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Builds on one member of a cluster: on the testbed's, which has one. */
class IncusTargetIT {

    private static final String MEMBER = Incus.given("CHANDLER_TESTBED_INCUS_CLUSTER_MEMBER");

    @RegisterExtension
    final PublishedApi api = new PublishedApi(PublishedApi.INCUS);

    private final String unique = UUID.randomUUID().toString();

    private static Map<String, String> environment(String folder, String member) {
        Map<String, String> environment = Incus.environment();
        environment.put("INCUS_DIR", Incus.given(folder));
        environment.put(LxdOptions.TARGET, member);
        return environment;
    }

    private static Endpoint endpoint(Map<String, String> environment) {
        return new LxdEngineFactory().endpoints(Optional.empty(), environment).get(0);
    }

    private Engine connect(String folder, String member) throws InterruptedException {
        Map<String, String> environment = environment(folder, member);
        return api.factory().connect(endpoint(environment), new ClientIdentity("test", unique), environment);
    }

    private Engine cluster(String member) throws InterruptedException {
        return connect("CHANDLER_TESTBED_INCUS_CLUSTER_DIR", member);
    }

    @Test
    void instancesStatesAndCachesAreMadeOnTheMember() throws Exception {
        try (Engine engine = cluster(MEMBER)) {
            Base base = engine.resolve(new BaseReference.Image("busybox"));
            InstanceSettings settings = InstanceSettings.builder()
                    .mount(new Mount.Cache(unique, "/cache"))
                    .build();
            try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true, settings))) {
                assertThat(instance.run(
                                        Command.of("/bin/sh", "-c", "echo a >/file && echo b >/cache/file")
                                                .build(),
                                        OutputSink.NONE)
                                .exitCode())
                        .isZero();
                Snapshot state = instance.snapshot(Optional.empty());
                remove(engine.publish(new ArtifactSpec(base, Optional.of(state), ImageConfig.EMPTY, List.of())));
            }
            removeCache(engine);
        }
        assertThat(api.requests())
                .contains(
                        "POST /1.0/instances?project&target",
                        "POST /1.0/storage-pools/{poolName}/volumes/{type}?project&target");
        assertThat(api.requests()).doesNotContain("POST /1.0/instances?project");
    }

    private static void remove(Artifact artifact) throws InterruptedException {
        Map<String, String> environment = environment("CHANDLER_TESTBED_INCUS_CLUSTER_DIR", MEMBER);
        try (LxdHttp http = LxdHttp.open(endpoint(environment), environment)) {
            new ImageStore(http, new Operations(http)).remove(artifact.id());
        }
    }

    /** And sees that nothing else is left. */
    private static void removeCache(Engine engine) throws InterruptedException {
        List<Resource> left = engine.resources().stream()
                .filter(resource -> resource.kind() != Resource.Kind.IMAGE)
                .toList();
        assertThat(left).extracting(Resource::kind).containsExactly(Resource.Kind.CACHE);
        assertThat(engine.remove(left.get(0))).isTrue();
    }

    @Test
    void aMemberThatIsNotThereIsAProblem() {
        assertThatThrownBy(() -> cluster("nobody").close())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-087")
                .hasMessageContaining("nobody");
    }

    @Test
    void aDaemonThatIsNoClusterIsAProblem() {
        assertThatThrownBy(() -> connect("CHANDLER_TESTBED_INCUS_DIR", MEMBER).close())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-087")
                .hasMessageContaining("no cluster");
    }
}
