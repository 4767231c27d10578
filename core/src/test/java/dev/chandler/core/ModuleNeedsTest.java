package dev.chandler.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.manifest.ManifestFolder;
import dev.chandler.core.manifest.UsedModule;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What modules require is looked for, and missed where they are used. */
class ModuleNeedsTest {

    @TempDir
    Path folder;

    private List<UsedModule> using(String requires) {
        return new ManifestFolder(folder)
                .file("m/module.yml", "name: m\nversion: 1.0.0\nrequires: " + requires + "\ninstall: [a]\n")
                .manifest("base: b\nmodules:\n  - use: ./m\n")
                .load()
                .modules();
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static List<Problem> engine(List<UsedModule> modules) throws InterruptedException {
        try (Engine engine = new FakeHost().connect("build", "fake", "there")) {
            return ModuleNeeds.engine(modules, engine);
        }
    }

    private static List<Problem> plugins(List<UsedModule> modules, Map<String, String> versions) {
        return ModuleNeeds.plugins(modules, new Catalog(versions));
    }

    @Test
    void anEngineThatAModuleIsNotForIsSaid() throws InterruptedException {
        assertThat(engine(using("{engines: [fake, docker], capabilities: [push]}")))
                .isEmpty();
        assertThat(texts(engine(using("{engines: [docker, lxd]}"))))
                .singleElement()
                .asString()
                .contains("CH-MODULE-014", "chandler.yml:3:5", "the module \"m\" is not for the engine \"fake\"")
                .contains("docker, lxd");
    }

    @Test
    void aCapabilityThatAnEngineHasNotIsSaid() throws InterruptedException {
        assertThat(texts(engine(using("{capabilities: [push, CAPABILITY]}".replace("CAPABILITY", lacking())))))
                .singleElement()
                .asString()
                .contains("CH-MODULE-015", "chandler.yml:3:5", "the module \"m\" needs " + lacking());
    }

    private static String lacking() {
        return "base-oci";
    }

    @Test
    void pluginsAreHeldAgainstTheirRanges() {
        List<UsedModule> modules = using("{plugins: {tool: '>=1.2 & <2'}}");

        assertThat(plugins(modules, Map.of("tool", "1.4.0"))).isEmpty();
        assertThat(texts(plugins(modules, Map.of("tool", "2.0.0"))))
                .singleElement()
                .asString()
                .contains("CH-MODULE-016", "chandler.yml:3:5", "needs the plugin \"tool\" >=1.2 & <2", "it is 2.0.0");
        assertThat(texts(plugins(modules, Map.of()))).singleElement().asString().contains("there is none");
        assertThat(texts(plugins(using("{plugins: {tool: about 1}}"), Map.of("tool", "1.0.0"))))
                .singleElement()
                .asString()
                .contains("that is no range of versions");
    }

    private record Catalog(Map<String, String> versions) implements ProvisionerCatalog {

        @Override
        public Set<String> ids() {
            return Set.of();
        }

        @Override
        public Optional<String> pluginVersion(String plugin) {
            return Optional.ofNullable(versions.get(plugin));
        }

        @Override
        public Provisioner provisioner(String id) {
            throw new IllegalArgumentException(id);
        }
    }
}
