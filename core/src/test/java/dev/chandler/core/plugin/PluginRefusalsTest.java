package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each plugin here is refused in one way; the good one beside it goes on working. */
class PluginRefusalsTest {

    @TempDir
    Path folder;

    @BeforeEach
    void dropAGoodOne() {
        PluginJar.of("good")
                .provisioner("good", "org.example.Good", Sources.provisioner("Good", "good"))
                .writeTo(folder);
    }

    @Test
    void saysAnErrorInOneLine() {
        assertThat(Refusals.text(new IOException("no\n  moon\r\n"))).isEqualTo("IOException: no moon");
    }

    @Test
    @Timeout(60)
    void digestsNothingThatIsNoFile() throws Exception {
        Path pipe = folder.resolve("pipe.jar");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        try (PluginHost host = open()) {
            assertThat(host.plugins())
                    .filteredOn(plugin -> plugin.file().equals(pipe))
                    .singleElement()
                    .satisfies(plugin -> assertThatThrownBy(plugin::digest)
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("no file"));
        }
    }

    @Test
    void refusesAManifestThatIsLargerThanAnyManifest() throws IOException {
        Path jar = PluginJar.zip(
                folder.resolve("large.jar"), Map.of("META-INF/MANIFEST.MF", new byte[JarReader.SMALL_BYTES + 1]));

        assertThat(JarReader.read(jar).refusal().flatMap(Problem::why))
                .hasValueSatisfying(why -> assertThat(why).contains("META-INF/MANIFEST.MF is larger"));
    }

    @Test
    void refusesAJarThatBundlesTheApi() {
        bad().entry("dev/chandler/api/engine/Engine.class", new byte[] {1}).writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-004", "dev/chandler/api/engine/Engine.class");
    }

    @Test
    void refusesAJarThatBundlesTheApiForOneJavaOnly() {
        bad().entry("META-INF/versions/17/dev/chandler/api/ApiVersion.class", new byte[] {1})
                .writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-004", "ApiVersion.class");
    }

    @ParameterizedTest
    @ValueSource(strings = {">=0.2.0", "<0.1.0", ">=1.0.0 & <2.0.0", "0.2.0"})
    void refusesAPluginOfAnotherApi(String range) {
        bad().header("Plugin-Requires", range).writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-005", "requires " + range + ", this is 0.1.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {">=0.1.0 & <0.2.0", ">=0.1.0", "0.1.0", "~0.1.0", "*"})
    void takesAPluginWhoseRangeHasThisApi(String range) {
        bad().header("Plugin-Requires", range).writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("bad")).isPresent();
        }
    }

    @Test
    void refusesARangeThatCannotBeUnderstood() {
        bad().header("Plugin-Requires", "about 1").writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-005", "about 1");
    }

    @Test
    void refusesBothOfTwoStrangersWithOneId() {
        bad().writeTo(folder, "one.jar", UnaryOperator.identity());
        bad().writeTo(folder, "two.jar", UnaryOperator.identity());

        assertRefused("bad", "CH-PLUGIN-006", "one.jar", "two.jar");
        try (PluginHost host = open()) {
            assertThat(refused(host)).hasSize(2);
        }
    }

    @Test
    void refusesAStrangerWithABuiltInsIdAndKeepsTheBuiltIn() {
        Path builtIn = bad().writeTo(folder.resolve("lib"));
        bad().writeTo(folder);

        try (PluginHost host = open(List.of(builtIn))) {
            assertThat(host.plugins())
                    .filteredOn(plugin -> plugin.id().equals("bad"))
                    .extracting(PluginDescriptor::kind, PluginDescriptor::state)
                    .containsExactly(
                            tuple(PluginKind.BUILT_IN, PluginState.READY),
                            tuple(PluginKind.DROPPED_IN, PluginState.REFUSED));
        }
    }

    @Test
    void refusesBothOfTwoStrangersThatProvideOneProvisioner() {
        bad().writeTo(folder);
        PluginJar.of("worse")
                .provisioner("bad", "org.example.Worse", Sources.provisioner("Worse", "bad"))
                .writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-007", "bad-1.0.0.jar", "worse-1.0.0.jar");
    }

    @Test
    void refusesBothOfTwoStrangersThatProvideOneEngine() {
        for (String id : List.of("one", "two")) {
            PluginJar.of(id)
                    .engine("moon", "org.example.Moon", Sources.engine("Moon", "moon"))
                    .writeTo(folder);
        }

        try (PluginHost host = open()) {
            assertThat(host.engineIds()).isEmpty();
            assertThatThrownBy(() -> host.engine("moon"))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContainingAll("CH-PLUGIN-007", "one-1.0.0.jar", "two-1.0.0.jar");
        }
    }

    @Test
    void refusesAPluginWhoseClassIsNotInTheJar() {
        bad().writeTo(folder, "bad.jar", without("org/example/Bad.class"));

        assertRefused("bad", "CH-PLUGIN-008", "org.example.Bad is not in the jar");
    }

    @Test
    void refusesAPluginThatDeclaresNoClass() {
        bad().writeTo(folder, "bad.jar", without("META-INF/services/dev.chandler.api.provision.Provisioner"));

        assertRefused("bad", "CH-PLUGIN-008", "names no class");
    }

    @Test
    void refusesAPluginWhoseClassHasAnotherId() {
        PluginJar.of("bad")
                .provisioner("bad", "org.example.Bad", Sources.provisioner("Bad", "other"))
                .writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-008", "[bad]", "[other]");
    }

    @Test
    void refusesAPluginWhoseClassIsSomethingElse() {
        PluginJar.of("bad")
                .provisioner("bad", "org.example.Bad", "package org.example; public class Bad {}")
                .writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-008", "is no dev.chandler.api.provision.Provisioner");
    }

    @Test
    void refusesAPluginWhoseConstructorIsHidden() {
        String source = Sources.provisioner("Bad", "bad").replace("public Bad()", "private Bad()");
        PluginJar.of("bad").provisioner("bad", "org.example.Bad", source).writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-008", "public constructor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (true) throw new IllegalStateException(\"no moon tonight\");",
                "if (true) throw new AssertionError(\"no moon tonight\");"
            })
    void refusesAPluginWhoseConstructorFails(String failure) {
        PluginJar.of("bad")
                .provisioner("bad", "org.example.Bad", Sources.provisioner("Bad", "bad", failure))
                .writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-009", "no moon tonight");
    }

    @Test
    void refusesAPluginWhoseClassCannotBeInitialised() {
        String source = Sources.provisioner("Bad", "bad")
                .replace(
                        "public Bad()",
                        "static { if (true) throw new IllegalStateException(\"no moon\"); } public Bad()");
        PluginJar.of("bad").provisioner("bad", "org.example.Bad", source).writeTo(folder);

        assertRefused("bad", "CH-PLUGIN-009", "no moon");
    }

    @Test
    void refusesAPluginThatLacksAClassOfItsOwn() {
        String source = Sources.provisioner("Bad", "bad", "new Part();");
        PluginJar.of("bad")
                .provisioner("bad", "org.example.Bad", source)
                .type("org.example.Part", "package org.example; public class Part {}")
                .writeTo(folder, "bad.jar", without("org/example/Part.class"));

        assertRefused("bad", "CH-PLUGIN-009", "org/example/Part");
    }

    @Test
    void refusesAPluginForANewerJava() {
        bad().javaLevel(99).writeTo(folder);

        assertRefused(
                "bad",
                "CH-PLUGIN-010",
                "Java 99",
                "it runs on Java " + Runtime.version().feature() + " here");
    }

    @Test
    void refusesAPluginOfWhichAPartIsForANewerJava() {
        Path newer = PluginJar.of("part")
                .type("org.example.Part", "package org.example; public class Part {}")
                .javaLevel(99)
                .writeTo(folder.resolve("elsewhere"));
        PluginJar.of("bad")
                .provisioner("bad", "org.example.Bad", Sources.provisioner("Bad", "bad", "new Part();"))
                .type("org.example.Part", "package org.example; public class Part {}")
                .entry("org/example/Part.class", entry(newer, "org/example/Part.class"))
                .writeTo(folder);

        assertRefused(
                "bad",
                "CH-PLUGIN-010",
                "needs Java 99",
                "it runs on Java " + Runtime.version().feature() + " here");
    }

    @ParameterizedTest
    @CsvSource({
        "Plugin-Version, Plugin-Version",
        "Plugin-Requires, Plugin-Requires",
        "Chandler-Provisioners, Chandler-Engines or"
    })
    void refusesAPluginWithoutAHeaderThatIsNeeded(String header, String named) {
        bad().header(header, null).writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.refusals()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("CH-PLUGIN-003");
                assertThat(problem.what()).contains(named);
            });
        }
    }

    @Test
    void refusesAnIdThatCouldNotBeWrittenInAManifest() {
        PluginJar.of("bad")
                .provisioner("Bad Thing", "org.example.Bad", Sources.provisioner("Bad", "Bad Thing"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.refusals()).extracting(Problem::code).containsExactly("CH-PLUGIN-003");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "each", "when", "env", "user", "run", "parallel"})
    void refusesAProvisionerThatIsCalledLikeAWordOfEveryStep(String word) {
        PluginJar.of("bad")
                .provisioner(word, "org.example.Bad", Sources.provisioner("Bad", word))
                .writeTo(folder);

        assertRefused(word, "CH-PLUGIN-003", word);
    }

    @Test
    void refusesAJarThatIsNoPlugin() {
        bad().header("Plugin-Id", null).writeTo(folder, "commons.jar", UnaryOperator.identity());

        try (PluginHost host = open()) {
            assertThat(refused(host)).singleElement().satisfies(plugin -> {
                assertThat(plugin.id()).isEqualTo("commons.jar");
                assertThat(plugin.reason()).map(Problem::code).contains("CH-PLUGIN-001");
            });
            assertGood(host);
        }
    }

    @Test
    void ignoresALibraryAmongTheBuiltIns() {
        Path library = bad().header("Plugin-Id", null).writeTo(folder.resolve("lib"));

        try (PluginHost host = open(List.of(library))) {
            assertThat(host.plugins()).extracting(PluginDescriptor::id).containsExactly("good");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 400})
    void refusesAJarThatIsCutShort(int length) throws IOException {
        Path jar = bad().writeTo(folder, "cut.jar", UnaryOperator.identity());
        try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
            file.setLength(length);
        }

        try (PluginHost host = open()) {
            assertThat(refused(host)).extracting(PluginDescriptor::id).containsExactly("cut.jar");
            assertThat(host.refusals()).extracting(Problem::code).containsExactly("CH-PLUGIN-002");
            assertGood(host);
        }
    }

    @Test
    void refusesAFolderThatLooksLikeAJar() throws IOException {
        Files.createDirectory(folder.resolve("odd.jar"));

        try (PluginHost host = open()) {
            assertThat(host.refusals()).extracting(Problem::code).containsExactly("CH-PLUGIN-002");
            assertGood(host);
        }
    }

    @Test
    @Timeout(20)
    void refusesAPipeThatLooksLikeAJarWithoutWaitingForAWriter() throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve("pipe.jar").toString())
                .start()
                .waitFor();

        try (PluginHost host = open()) {
            assertThat(host.refusals()).extracting(Problem::code).containsExactly("CH-PLUGIN-002");
            assertGood(host);
        }
    }

    @Test
    void findsOutInASurveyThatAClassIsGarbage() {
        bad().entry(
                        "org/example/Bad.class",
                        new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61, 9})
                .writeTo(folder);
        PluginFolder only = new PluginFolder(folder, "a test", true);

        try (PluginHost host = PluginHost.survey(new PluginSources(
                List.of(), List.of(only), folder.resolve("cache/plugins.index"), folder.resolve("cache/plugins")))) {
            assertThat(refused(host)).extracting(PluginDescriptor::id).containsExactly("bad");
        }
    }

    @Test
    void saysOnceThatTwoClash() {
        bad().writeTo(folder, "one.jar", UnaryOperator.identity());
        bad().writeTo(folder, "two.jar", UnaryOperator.identity());

        try (PluginHost host = open()) {
            assertThat(host.refusals()).hasSize(1);
        }
    }

    @Test
    void givesTheReasonOfARefusalAgainWhenAskedAgain() {
        PluginJar.of("bad")
                .provisioner("bad", "org.example.Bad", Sources.provisioner("Bad", "other"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            for (int time = 0; time < 2; time++) {
                assertThatThrownBy(() -> host.provisioner("bad")).hasMessageContaining("CH-PLUGIN-008");
            }
            assertThat(refused(host)).extracting(PluginDescriptor::id).containsExactly("bad");
        }
    }

    @Test
    void leavesOutAnEngineThatFailsWhenAllAreAskedFor() {
        String failing = Sources.engine("Moon", "moon")
                .replace(
                        "public String id() {",
                        "public String id() { if (true) throw new IllegalStateException(\"eclipse\");");
        PluginJar.of("moon").engine("moon", "org.example.Moon", failing).writeTo(folder);
        PluginJar.of("sun")
                .engine("sun", "org.example.Sun", Sources.engine("Sun", "sun"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.engines()).extracting(EngineFactory::id).containsExactly("sun");
            assertThat(host.refusals())
                    .singleElement()
                    .extracting(Problem::toString)
                    .asString()
                    .contains("eclipse");
        }
    }

    private void assertRefused(String provisioner, String code, String... reasons) {
        try (PluginHost host = open()) {
            assertThatThrownBy(() -> host.provisioner(provisioner))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContaining(code)
                    .hasMessageContainingAll(reasons);
            assertThat(refused(host))
                    .isNotEmpty()
                    .allSatisfy(plugin -> assertThat(plugin.reason()).hasValueSatisfying(problem -> {
                        assertThat(problem.code()).isEqualTo(code);
                        assertThat(problem.why()).isPresent();
                        assertThat(problem.remedy()).isPresent();
                    }));
            assertThat(host.provisionerIds()).containsExactly("good");
            assertGood(host);
        }
    }

    private static void assertGood(PluginHost host) {
        assertThat(host.provisioner("good")).isPresent();
    }

    private static List<PluginDescriptor> refused(PluginHost host) {
        return host.plugins().stream()
                .filter(plugin -> plugin.state() == PluginState.REFUSED)
                .toList();
    }

    private static PluginJar bad() {
        return PluginJar.of("bad").provisioner("bad", "org.example.Bad", Sources.provisioner("Bad", "bad"));
    }

    private static UnaryOperator<Map<String, byte[]>> without(String path) {
        return entries -> {
            Map<String, byte[]> rest = new TreeMap<>(entries);
            assertThat(rest.remove(path)).as(path).isNotNull();
            return rest;
        };
    }

    private static byte[] entry(Path jar, String path) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getInputStream(file.getJarEntry(path)).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PluginHost open() {
        return open(List.of());
    }

    private PluginHost open(List<Path> builtIns) {
        PluginFolder only = new PluginFolder(folder, "a test", true);
        return PluginHost.open(new PluginSources(
                builtIns, List.of(only), folder.resolve("cache/plugins.index"), folder.resolve("cache/plugins")));
    }
}
