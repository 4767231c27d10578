package dev.chandler.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeEngineFactory;
import dev.chandler.testkit.FakeHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EngineSelectorTest {

    private final Map<String, EngineFactory> factories = new LinkedHashMap<>();
    private final Set<String> refused = new TreeSet<>();

    private EngineSelector selector() {
        return new EngineSelector(
                new EngineCatalog() {
                    @Override
                    public Set<String> ids() {
                        return factories.keySet();
                    }

                    @Override
                    public Set<String> refusedIds() {
                        return refused;
                    }

                    @Override
                    public EngineFactory factory(String id) {
                        if (refused.contains(id)) {
                            throw new PluginException(Problem.of("CH-PLUGIN-005", "plugin \"" + id + "\" is too old"));
                        }
                        return factories.get(id);
                    }
                },
                new ClientIdentity("1", "test"));
    }

    private EngineSelectorTest with(String id, boolean answers) {
        factories.put(id, new EngineFactory() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public List<Endpoint> endpoints(Optional<String> given, Map<String, String> environment) {
                return List.of(new Endpoint(given.orElse(id + ":"), "default"));
            }

            @Override
            public Engine connect(Endpoint endpoint, ClientIdentity client, Map<String, String> environment) {
                if (!answers) {
                    throw new EngineException(Problem.of("CH-TEST", id + " does not answer"));
                }
                return new FakeEngine(new FakeHost(), client);
            }
        });
        return this;
    }

    private static EngineRequest request(String engine) {
        return new EngineRequest(Optional.ofNullable(engine), Optional.empty(), Map.of());
    }

    private List<String> tried() throws InterruptedException {
        return selector().tryAll(request(null)).stream().map(Attempt::engine).toList();
    }

    @Test
    void triesDockerThenLxdThenTheOthersByName() throws InterruptedException {
        with("zoo", true).with("lxd", true).with("aaa", true).with("docker", true);

        assertThat(tried()).containsExactly("docker", "lxd", "aaa", "zoo");
    }

    @Test
    void triesThisMachineItselfLast() throws InterruptedException {
        with("zoo", true).with("local", true).with("lxd", true);

        assertThat(tried()).containsExactly("lxd", "zoo", "local");
    }

    @Test
    void saysThatNobodyElseAnsweredWhereItTakesThisMachineItself() throws InterruptedException {
        with("docker", false).with("lxd", false);
        factories.put("local", new FakeEngineFactory("local", new FakeHost()));

        try (EngineChoice choice = selector().select(request(null))) {
            assertThat(choice.reason()).contains("none of 2 others answers");
        }
    }

    @Test
    void takesTheFirstThatAnswersAndSaysWhy() throws InterruptedException {
        with("docker", false).with("lxd", true);
        try (EngineChoice choice = selector().select(request(null))) {
            assertThat(choice.reason()).contains("first that answers of 2 tried");
        }
    }

    @Test
    void takesOnlyTheOneThatIsAskedFor() {
        with("docker", false).with("lxd", true);

        assertThatThrownBy(() -> selector().select(request("docker")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("docker does not answer");
    }

    @Test
    void tellsEveryReasonWhereNoneAnswers() {
        with("docker", false).with("lxd", false);

        assertThatThrownBy(() -> selector().select(request(null)))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.problems()).hasSize(3));
    }

    @Test
    void namesTheEnginesThereAreWhereTheNameIsUnknown() {
        with("docker", true);

        assertThatThrownBy(() -> selector().select(request("dokcer")))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("available: docker")
                .hasMessageContaining("did you mean \"docker\"?");
    }

    @Test
    void saysWhyThePluginOfTheEngineThatIsAskedForIsRefused() {
        with("docker", true);
        refused.add("moon");

        assertThatThrownBy(() -> selector().select(request("moon")))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("too old");
    }

    @Test
    void triesTheEnginesOfRefusedPluginsLast() throws InterruptedException {
        with("zoo", true);
        refused.add("moon");

        assertThat(tried()).containsExactly("zoo", "moon");
    }
}
