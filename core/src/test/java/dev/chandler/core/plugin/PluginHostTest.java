package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginHostTest {

    @TempDir
    Path folder;

    @Test
    void givesTheProvisionerOfADroppedJar() {
        motd().writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisionerIds()).containsExactly("motd");
            assertThat(host.provisioner("motd")).map(Provisioner::id).contains("motd");
        }
    }

    @Test
    void givesTheEngineOfADroppedJar() {
        PluginJar.of("moon")
                .engine("moon", "org.example.Moon", Sources.engine("Moon", "moon"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.engineIds()).containsExactly("moon");
            assertThat(host.engine("moon")).map(EngineFactory::id).contains("moon");
            assertThat(host.engines()).extracting(EngineFactory::id).containsExactly("moon");
        }
    }

    @Test
    void givesTheSameObjectEachTime() {
        motd().writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("motd"))
                    .containsSame(host.provisioner("motd").orElseThrow());
        }
    }

    @Test
    void knowsNothingOfAnIdThatNobodyProvides() {
        try (PluginHost host = open()) {
            assertThat(host.provisioner("motd")).isEmpty();
            assertThat(host.engine("moon")).isEmpty();
        }
    }

    @Test
    void describesAPluginWithoutLoadingIt() {
        Path jar = motd().header("Plugin-Provider", "ACME")
                .header("Plugin-Dependencies", "moon@>=1.0.0")
                .header("Chandler-Exports", "org.example")
                .header("Plugin-Description", "Greets.")
                .header("Plugin-License", "MIT")
                .writeTo(folder);

        PluginJar.of("moon")
                .engine("moon", "org.example.Moon", Sources.engine("Moon", "moon"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.plugins())
                    .contains(new PluginDescriptor(
                            "motd",
                            "1.0.0",
                            PluginKind.DROPPED_IN,
                            jar.toAbsolutePath(),
                            List.of(),
                            List.of("motd"),
                            ">=0.1.0",
                            List.of("moon >=1.0.0"),
                            List.of("org.example"),
                            List.of(),
                            "ACME",
                            "Greets.",
                            "MIT",
                            PluginState.READY,
                            Optional.empty()));
        }
    }

    @Test
    void tellsALoadedPluginFromOneThatNobodyNeeded() {
        motd().writeTo(folder);
        PluginJar.of("moon")
                .engine("moon", "org.example.Moon", Sources.engine("Moon", "moon"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            host.provisioner("motd");

            assertThat(host.plugins())
                    .extracting(PluginDescriptor::id, PluginDescriptor::state)
                    .containsExactly(tuple("moon", PluginState.READY), tuple("motd", PluginState.LOADED));
        }
    }

    @Test
    void takesSeveralExtensionsFromOneJar() {
        PluginJar.of("pair")
                .provisioner("one", "org.example.One", Sources.provisioner("One", "one"))
                .provisioner("two", "org.example.Two", Sources.provisioner("Two", "two"))
                .engine("moon", "org.example.Moon", Sources.engine("Moon", "moon"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisionerIds()).containsExactly("one", "two");
            assertThat(host.provisioner("two")).map(Provisioner::id).contains("two");
            assertThat(host.engine("moon")).isPresent();
        }
    }

    @Test
    void takesAJarWithoutEntriesForDirectories() throws IOException {
        // PF4J's own finder of services lists the directory META-INF/services, which many jars have no entry for.
        try (JarFile jar = new JarFile(motd().writeTo(folder).toFile())) {
            assertThat(jar.stream()).noneMatch(JarEntry::isDirectory);
        }

        try (PluginHost host = open()) {
            assertThat(host.provisioner("motd")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.chandler.core.plugin.PluginHost",
                "dev.chandler.testkit.PluginJar",
                "org.pf4j.Plugin",
                "org.yaml.snakeyaml.Yaml",
                "freemarker.template.Template",
                "org.slf4j.Logger",
                "org.junit.jupiter.api.Test"
            })
    void hidesEverythingButTheApiFromStrangers(String wanted) throws ClassNotFoundException {
        assertThat(Class.forName(wanted)).as("is here at all").isNotNull();
        PluginJar.of("spy")
                .provisioner("spy", "org.example.Spy", Sources.spy("Spy", "spy", wanted))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("spy").orElseThrow().keyVersion()).isEqualTo("sees nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.chandler.api.engine.Engine",
                "dev.chandler.api.problem.Problem",
                "org.jspecify.annotations.Nullable",
                "org.apiguardian.api.API",
                "java.net.http.HttpClient",
                "java.sql.Connection"
            })
    void showsTheApiAnnotationsAndTheJdkToStrangers(String wanted) {
        PluginJar.of("spy")
                .provisioner("spy", "org.example.Spy", Sources.spy("Spy", "spy", wanted))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("spy").orElseThrow().keyVersion()).isEqualTo("sees " + wanted);
        }
    }

    @Test
    void keepsTwoStrangersApart() {
        motd().writeTo(folder);
        PluginJar.of("spy")
                .provisioner("spy", "org.example.Spy", Sources.spy("Spy", "spy", "org.example.Motd"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("motd")).isPresent();
            assertThat(host.provisioner("spy").orElseThrow().keyVersion()).isEqualTo("sees nothing");
        }
    }

    @Test
    void showsAStrangerNoResourceOfOurs() {
        PluginJar.of("spy")
                .provisioner("spy", "org.example.Spy", Sources.asking("Spy", "spy", """
                        ClassLoader loader = getClass().getClassLoader();
                        return loader.getResource("dev/chandler/core/plugin/PluginHost.class") + ", "
                                + (loader.getResource("org/example/Spy.class") != null);
                        """))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("spy").orElseThrow().keyVersion()).isEqualTo("null, true");
        }
    }

    @Test
    void closesTheLoadersOfStrangers() {
        PluginJar.of("spy")
                .provisioner("spy", "org.example.Spy", Sources.spy("Spy", "spy", "org.example.Late"))
                .type("org.example.Late", "package org.example; public class Late {}")
                .writeTo(folder);
        PluginHost host = open();
        Provisioner spy = host.provisioner("spy").orElseThrow();

        host.close();
        host.close();

        assertThat(spy.keyVersion()).isEqualTo("sees nothing");
        assertThatThrownBy(() -> host.provisioner("spy")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hasAThreadsContextBeThePluginsWhileItIsInThere() {
        PluginJar.of("spy")
                .provisioner(
                        "spy",
                        "org.example.Spy",
                        Sources.asking(
                                "Spy",
                                "spy",
                                "return \"\" + (Thread.currentThread().getContextClassLoader() == getClass().getClassLoader());"))
                .writeTo(folder);
        ClassLoader before = Thread.currentThread().getContextClassLoader();

        try (PluginHost host = open()) {
            assertThat(host.provisioner("spy").orElseThrow().keyVersion()).isEqualTo("true");
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @Test
    void countsAJarThatTwoFoldersLeadToOnce() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        motd().writeTo(real);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);

        try (PluginHost host = PluginHost.open(sources(List.of(), real, link, real))) {
            assertThat(host.plugins()).hasSize(1);
            assertThat(host.provisioner("motd")).isPresent();
        }
    }

    @Test
    void passesOverWhatIsNoJar() throws IOException {
        Files.writeString(folder.resolve("README.txt"), "drop jars here");
        Files.writeString(folder.resolve(".half.jar"), "a copy under way");

        try (PluginHost host = open()) {
            assertThat(host.plugins()).isEmpty();
        }
    }

    @Test
    void passesOverAFolderThatNeedNotBeThere() {
        PluginFolder missing = new PluginFolder(folder.resolve("none"), "the project", false);

        try (PluginHost host = PluginHost.open(new PluginSources(List.of(), List.of(missing), index(), unpacked()))) {
            assertThat(host.plugins()).isEmpty();
            assertThat(host.refusals()).isEmpty();
        }
    }

    @Test
    void saysThatAFolderTheUserNamedIsNotThere() {
        PluginFolder missing = new PluginFolder(folder.resolve("none"), "--plugins", true);

        assertThatThrownBy(() -> PluginHost.open(new PluginSources(List.of(), List.of(missing), index(), unpacked())))
                .isInstanceOfSatisfying(
                        PluginException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-PLUGIN-011"));
    }

    private static PluginJar motd() {
        return PluginJar.of("motd").provisioner("motd", "org.example.Motd", Sources.provisioner("Motd", "motd"));
    }

    private PluginHost open() {
        return PluginHost.open(sources(List.of(), folder));
    }

    private PluginSources sources(List<Path> builtIns, Path... folders) {
        return new PluginSources(
                builtIns,
                List.of(folders).stream()
                        .map(path -> new PluginFolder(path, "a test", true))
                        .toList(),
                index(),
                unpacked());
    }

    private Path unpacked() {
        return folder.resolve("cache").resolve("plugins");
    }

    private Path index() {
        return folder.resolve("cache").resolve("plugins.index");
    }
}
