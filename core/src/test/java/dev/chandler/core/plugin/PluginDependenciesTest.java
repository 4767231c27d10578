package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that need each other. */
class PluginDependenciesTest {

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    @Test
    void showWhatTheOtherPluginExports() {
        Path moon = moon().writeTo(folder);
        tide("moon@>=1.0.0 & <2.0.0").against(moon).writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("tide")).map(Provisioner::keyVersion).contains("full");
        }
    }

    @Test
    void hideWhatTheOtherPluginDoesNotExport() {
        moon().writeTo(folder);
        PluginJar.of("tide")
                .header("Plugin-Dependencies", "moon")
                .provisioner("tide", "org.example.Tide", Sources.spy("Tide", "tide", "org.example.Moon"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("tide")).map(Provisioner::keyVersion).contains("sees nothing");
        }
    }

    @Test
    void showOneClassToBothSides() {
        Path moon = moon().writeTo(folder);
        tide("moon").against(moon).writeTo(folder);
        PluginJar.of("surf")
                .header("Plugin-Dependencies", "moon")
                .against(moon)
                .provisioner(
                        "surf", "org.example.Tide", Sources.asking("Tide", "surf", "return org.moon.Phase.next();"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("tide")).map(Provisioner::keyVersion).contains("full");
            assertThat(host.provisioner("surf")).map(Provisioner::keyVersion).contains("2");
        }
    }

    @Test
    void hideAPluginThatIsNotNeeded() {
        moon().writeTo(folder);
        PluginJar.of("tide")
                .provisioner("tide", "org.example.Tide", Sources.spy("Tide", "tide", "org.moon.Phase"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("tide")).map(Provisioner::keyVersion).contains("sees nothing");
        }
    }

    @Test
    void areRefusedWhereOneIsMissing() {
        tide("moon@>=1.0.0").against(moon().writeTo(cache)).writeTo(folder);

        assertRefused("tide", "CH-PLUGIN-013", "\"moon\"", "tide-1.0.0.jar", "moon >=1.0.0", "no plugin of that id");
    }

    @Test
    void areRefusedWhereOneHasAnotherVersion() {
        Path moon = moon().header("Plugin-Version", "3.0.0").writeTo(folder);
        tide("moon@>=1.0.0 & <2.0.0").against(moon).writeTo(folder);

        assertRefused("tide", "CH-PLUGIN-013", "moon-3.0.0.jar\" has version 3.0.0");
    }

    @Test
    void areRefusedWhereOneIsRefusedAndSoOn() {
        Path moon = moon().header("Plugin-Requires", ">=9.0.0").writeTo(folder);
        tide("moon").against(moon).writeTo(folder);
        PluginJar.of("surf")
                .header("Plugin-Dependencies", "tide")
                .provisioner("surf", "org.example.Surf", Sources.provisioner("Surf", "surf"))
                .writeTo(folder);

        assertRefused("tide", "CH-PLUGIN-013", "moon-1.0.0.jar", "another version of Chandler's API");
        assertRefused("surf", "CH-PLUGIN-013", "tide-1.0.0.jar");
    }

    @Test
    void canBeOptional() {
        Path moon = moon().writeTo(cache);
        tide("moon?@>=1.0.0").against(moon).writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.refusals()).isEmpty();
            assertThat(host.provisioner("tide")).isPresent();
        }
    }

    @Test
    void canBeOptionalWhereOneCannotBeUnpacked() throws IOException {
        moon().zipTo(folder);
        PluginJar.of("tide")
                .header("Plugin-Dependencies", "moon?")
                .provisioner("tide", "org.example.Tide", Sources.spy("Tide", "tide", "org.moon.Phase"))
                .writeTo(folder);
        PluginJar.of("surf")
                .header("Plugin-Dependencies", "moon")
                .provisioner("surf", "org.example.Surf", Sources.provisioner("Surf", "surf"))
                .writeTo(folder);
        Files.writeString(cache.resolve("plugins"), "in the way");

        try (PluginHost host = open()) {
            assertThat(host.provisioner("tide")).map(Provisioner::keyVersion).contains("sees nothing");
            assertThat(host.refusals()).extracting(Problem::code).containsExactly("CH-PLUGIN-016");
            assertThatThrownBy(() -> host.provisioner("surf"))
                    .hasMessageContainingAll("CH-PLUGIN-013", "\"surf\"", "moon-1.0.0.zip", "cannot be unpacked");
            assertThatThrownBy(() -> host.provisioner("moon")).hasMessageContaining("CH-PLUGIN-016");
        }
    }

    @Test
    void areRefusedWhereTheyGoInACircle() {
        for (String[] each : new String[][] {{"a", "b"}, {"b", "c"}, {"c", "a"}, {"d", "a"}}) {
            PluginJar.of(each[0])
                    .header("Plugin-Dependencies", each[1])
                    .provisioner(each[0], "org.example.Each", Sources.provisioner("Each", each[0]))
                    .writeTo(folder);
        }

        assertRefused("a", "CH-PLUGIN-014", "\"a\"", "\"b\" (", "b-1.0.0.jar", "\"c\" (", "c-1.0.0.jar");
        assertRefused("b", "CH-PLUGIN-014", "\"b\"");
        assertRefused("d", "CH-PLUGIN-013", "a-1.0.0.jar");
    }

    @Test
    void areNoCircleWhereOneWouldNotDoForTheOther() {
        PluginJar.of("moon")
                .header("Plugin-Dependencies", "tide?@>=9.0.0")
                .provisioner("moon", "org.example.Moon", Sources.provisioner("Moon", "moon"))
                .writeTo(folder);
        PluginJar.of("tide")
                .header("Plugin-Dependencies", "moon")
                .provisioner("tide", "org.example.Tide", Sources.provisioner("Tide", "tide"))
                .writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(host.refusals()).isEmpty();
            assertThat(host.provisioner("moon")).isPresent();
            assertThat(host.provisioner("tide")).isPresent();
        }
    }

    @Test
    @Timeout(60)
    void areFoundInTimeWhereEachNeedsTwoThatNeedTwo() {
        List<PluginEntry> entries = new ArrayList<>();
        for (int level = 0; level < 60; level++) {
            for (String side : List.of("a", "b")) {
                String needs = level == 0 ? "" : "a" + (level - 1) + ",b" + (level - 1);
                Attributes headers = new Attributes();
                headers.putValue("Plugin-Id", side + level);
                headers.putValue("Plugin-Version", "1.0.0");
                headers.putValue("Plugin-Dependencies", needs);
                entries.add(new PluginEntry(
                        PluginKind.DROPPED_IN,
                        "folder",
                        folder.resolve(side + level),
                        JarFacts.of(PluginHeaders.from(headers), List.of(), List.of(), 0, Optional.empty())));
            }
        }

        Dependencies.resolve(entries);

        assertThat(entries).noneMatch(PluginEntry::refused);
        assertThat(entries.get(119).dependencies()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Moon Base", "moon@about 1", "moon@", "@1.0.0"})
    void areRefusedWhereTheyAreNotUnderstood(String text) {
        PluginJar.of("tide")
                .header("Plugin-Dependencies", text)
                .provisioner("tide", "org.example.Tide", Sources.provisioner("Tide", "tide"))
                .writeTo(folder);

        assertRefused("tide", "CH-PLUGIN-003", text, "Plugin-Dependencies");
    }

    @Test
    void areOpenedNoEarlierThanThePluginThatNeedsThem() {
        Path moon = moon().zipTo(folder);
        tide("moon").against(moon().writeTo(cache.resolve("for-javac"))).writeTo(folder);

        try (PluginHost host = open()) {
            assertThat(cache.resolve("plugins")).doesNotExist();
            assertThat(host.provisioner("tide")).map(Provisioner::keyVersion).contains("full");
            assertThat(cache.resolve("plugins")).isNotEmptyDirectory();
            assertThat(moon).exists();
        }
    }

    private void assertRefused(String id, String code, String... words) {
        try (PluginHost host = open()) {
            assertThatThrownBy(() -> host.provisioner(id)).hasMessageContainingAll(words);
            assertThat(host.plugins())
                    .filteredOn(plugin -> plugin.id().equals(id))
                    .extracting(PluginDescriptor::reason)
                    .singleElement()
                    .satisfies(reason -> {
                        assertThat(reason).map(Problem::code).contains(code);
                        assertThat(reason.flatMap(Problem::remedy)).isPresent();
                    });
        }
    }

    private static PluginJar moon() {
        return PluginJar.of("moon")
                .header("Chandler-Exports", "org.moon")
                .provisioner("moon", "org.example.Moon", Sources.provisioner("Moon", "moon"))
                .type("org.moon.Phase", """
                        package org.moon;

                        public final class Phase {
                            private static int count = 1;
                            public static String name() { count++; return "full"; }
                            public static String next() { return "" + count; }
                        }
                        """);
    }

    private static PluginJar tide(String needs) {
        return PluginJar.of("tide")
                .header("Plugin-Dependencies", needs)
                .provisioner(
                        "tide", "org.example.Tide", Sources.asking("Tide", "tide", "return org.moon.Phase.name();"));
    }

    private PluginHost open() {
        return PluginHost.open(new PluginSources(
                List.of(),
                List.of(new PluginFolder(folder, "a test", true)),
                cache.resolve("plugins.index"),
                cache.resolve("plugins")));
    }
}
