package dev.chandler.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.TestBuild;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.manifest.ManifestFolder;
import dev.chandler.core.project.NamedBuilds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What provisioners are told of the steps of modules, and which are not asked at all. */
class ModuleStepsTest {

    @TempDir
    Path folder;

    private final List<ProvisionRequest> requests = new ArrayList<>();

    private ManifestFolder project() {
        return new ManifestFolder(folder)
                .file("m/module.yml", "name: m\nversion: 1.0.0\nparameters: {port: 80}\ninstall: [a, b]\nscript: [c]\n")
                .manifest("vars: {own: 1}\nbase: b\ninstall:\n  - before\n  - use: ./m\n  - after\n");
    }

    private StepGraph graph(boolean servesModules) throws InterruptedException {
        Map<String, String> environment =
                Map.of("PATH", "/bin", "CHANDLER_EXEC", "/opt/exec", "CONSUL_HTTP_TOKEN", "t", "CHANDLER_VAR_own", "2");
        return new GraphBuilder(
                        new Noting(servesModules),
                        new FileCacheStorage(folder.resolve("cache")),
                        environment,
                        new NamedBuilds(Set::of))
                .build(project().load());
    }

    @Test
    void aModulesStepKnowsItsFolderAndItsParametersAlone() throws Exception {
        graph(true);

        Path module = folder.toRealPath().resolve("m");
        ProvisionRequest own = requests.get(0);
        assertThat(own.boundary()).isEmpty();
        assertThat(own.project()).isEqualTo(folder);
        assertThat(own.variables()).isEqualTo(Map.of("own", "1"));
        ProvisionRequest of = requests.get(1);
        assertThat(of.boundary()).isEqualTo(Optional.of(module));
        assertThat(of.project()).isEqualTo(module);
        assertThat(of.directory()).isEqualTo(module);
        assertThat(of.variables()).isEqualTo(Map.of("port", "80"));
    }

    @Test
    void aModulesStepKnowsOfTheClientsEnvironmentWhereProgramsAreAlone() throws InterruptedException {
        graph(true);

        assertThat(requests.get(0).clientEnvironment()).containsKey("CONSUL_HTTP_TOKEN");
        assertThat(requests.get(1).clientEnvironment()).isEqualTo(Map.of("PATH", "/bin", "CHANDLER_EXEC", "/opt/exec"));
    }

    @Test
    void aProvisionerThatDoesNotSayThatItServesModulesIsNotAsked() {
        assertThatThrownBy(() -> graph(false))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-MODULE-012")
                .hasMessageContaining("m/module.yml:4:11: \"exec\" cannot stand in a module")
                .hasMessageContaining("used at chandler.yml:5:5");
        assertThat(requests).hasSize(2);
    }

    @Test
    void allStepsOfAModuleCanBeAskedForByItsName() throws InterruptedException {
        StepGraph graph = graph(true);

        assertThat(graph.until("m").orElseThrow().steps())
                .containsExactly("install[0]", "m/install[0]", "m/install[1]");
        assertThat(graph.until("m/install[0]").orElseThrow().steps()).containsExactly("install[0]", "m/install[0]");
        assertThat(graph.until("n")).isEmpty();
    }

    private final class Noting implements ProvisionerCatalog, Provisioner {

        private final boolean servesModules;

        Noting(boolean servesModules) {
            this.servesModules = servesModules;
        }

        @Override
        public Set<String> ids() {
            return Set.of("exec");
        }

        @Override
        public Provisioner provisioner(String id) {
            return this;
        }

        @Override
        public String id() {
            return "exec";
        }

        @Override
        public String keyVersion() {
            return "1";
        }

        @Override
        public boolean servesModules() {
            return servesModules;
        }

        @Override
        public PreparedStep prepare(ProvisionRequest request) {
            requests.add(request);
            return TestBuild.step("true");
        }
    }
}
