package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A value is a value, wherever it stands: it arrives byte for byte, and never becomes structure. */
class HostileValuesTest {

    private static final long SEED = 3;
    /** How many values are tried, each at a place of its own. */
    private static final int CASES = Integer.getInteger("chandler.hostile.cases", 20_000);

    private static final int LOADS_PER_MANIFEST = 50;
    private static final Pattern TOKEN = Pattern.compile("qz(v\\d+)zq");

    @TempDir
    Path folder;

    @Test
    void everyKnownHostileValueArrivesInEveryKindOfScalar() {
        for (String value : HostileValues.KNOWN) {
            Manifest manifest = new ManifestFolder(folder)
                    .manifest("""
                            vars: {x: default}
                            base: debian:12
                            env: {PLAIN: [=x], DOUBLE: "[=x]", SINGLE: '[=x]', WITHIN: "a [=x] b"}
                            install:
                              - copy:
                                  literal: |-
                                    [=x]
                                  list: [[=x], b]
                              - [=x]
                            artifact:
                              labels: {"[=x]": [=x]}
                            """)
                    .variable("x", value)
                    .load();

            assertThat(manifest.env())
                    .isEqualTo(Map.of("PLAIN", value, "DOUBLE", value, "SINGLE", value, "WITHIN", "a " + value + " b"));
            assertThat(manifest.artifact().config().labels()).isEqualTo(Map.of(value, value));
            ActionSpec copy = (ActionSpec) manifest.install().get(0);
            assertThat(copy.settings().entries().get("literal").value().text()).isEqualTo(value);
            assertThat(copy.settings()
                            .entries()
                            .get("list")
                            .value()
                            .items()
                            .get(0)
                            .text())
                    .isEqualTo(value);
            assertThat(((ActionSpec) manifest.install().get(1)).settings().text())
                    .isEqualTo(value);
        }
    }

    @Test
    void aShellReadsWhatShGivesAsThatOneWord() throws IOException, InterruptedException {
        for (String value : HostileValues.KNOWN) {
            Manifest manifest = new ManifestFolder(folder)
                    .manifest("vars: {x: d}\nbase: b\ninstall:\n  - printf %s [=sh(x)] > out\n")
                    .variable("x", value)
                    .load();
            String command = ((ActionSpec) manifest.install().get(0)).settings().text();

            Process shell = new ProcessBuilder("/bin/sh", "-ec", command)
                    .directory(folder.toFile())
                    .start();

            assertThat(shell.waitFor()).isZero();
            assertThat(Files.readAllBytes(folder.resolve("out"))).isEqualTo(value.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void noValueChangesAManifestsShape() {
        Random random = new Random(SEED);
        long started = System.nanoTime();
        int cases = 0;
        int loads = 0;
        while (cases < CASES) {
            HostileManifest manifest = new HostileManifest(random);
            Manifest harmless = load(manifest, harmless(manifest));
            assertThat(harmless.artifact().config().labels().keySet())
                    .containsAll(manifest.labels().stream()
                            .map(HostileValuesTest::token)
                            .toList());
            Object shape = new ManifestShape(text -> text).of(harmless);
            for (int i = 0; i < LOADS_PER_MANIFEST && cases < CASES; i++) {
                Map<String, String> values = hostile(manifest, random);
                Manifest loaded = load(manifest, values);
                assertSame(shape, loaded, manifest, values);
                cases += values.size();
                loads++;
            }
        }
        long seconds = (System.nanoTime() - started) / 1_000_000_000;
        System.out.println(cases + " hostile values in " + loads + " manifests: " + seconds + " s");
    }

    @Test
    void textThatIsEvaluatedAsATemplateStaysAValue() {
        Random random = new Random(SEED);
        List<String> values = new ArrayList<>(HostileValues.KNOWN);
        values.addAll(new HostileValues(random).next(300));
        for (String value : values) {
            ManifestFolder manifest = new ManifestFolder(folder).manifest("""
                            vars: {x: d}
                            base: debian:12
                            install:
                              - a [#attempt][@x?interpret/][#recover]r[/#attempt]
                              - b [#attempt][=x?eval!][#recover]r[/#attempt]
                              - c [#attempt][=("'" + x?replace("'", "") + "'")?eval?no_esc][#recover]r[/#attempt]
                            """).variable("x", value);

            Manifest loaded = manifest.load();

            assertThat(loaded.install().stream().map(step -> step.id() + step.location()))
                    .containsExactly(
                            "install[0]chandler.yml:4:5", "install[1]chandler.yml:5:5", "install[2]chandler.yml:6:5");
            assertThat(loaded.script()).isEmpty();
        }
    }

    private Manifest load(HostileManifest manifest, Map<String, String> values) {
        ManifestFolder files = new ManifestFolder(folder)
                .manifest(manifest.text())
                .file(HostileManifest.INCLUDED, manifest.included());
        values.forEach(files::variable);
        return files.load();
    }

    private static String token(String name) {
        return "qz" + name + "zq";
    }

    private static Map<String, String> harmless(HostileManifest manifest) {
        Map<String, String> values = new LinkedHashMap<>();
        manifest.variables().forEach(name -> values.put(name, token(name)));
        return values;
    }

    private static Map<String, String> hostile(HostileManifest manifest, Random random) {
        List<String> drawn = new HostileValues(random).next(manifest.variables().size());
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < drawn.size(); i++) {
            values.put(manifest.variables().get(i), drawn.get(i));
        }
        return values;
    }

    private static void assertSame(
            Object shape, Manifest loaded, HostileManifest manifest, Map<String, String> values) {
        Map<String, String> expected = manifest.expected(values);
        Object wanted = new ManifestShape(text ->
                        TOKEN.matcher(text).replaceAll(found -> Matcher.quoteReplacement(expected.get(found.group(1)))))
                .of(shape);
        Object actual = new ManifestShape(text -> text).of(loaded);
        if (!wanted.equals(actual)) {
            assertThat(actual)
                    .as("%s\n%s\n%s", manifest.included(), manifest.text(), values)
                    .isEqualTo(wanted);
        }
    }
}
