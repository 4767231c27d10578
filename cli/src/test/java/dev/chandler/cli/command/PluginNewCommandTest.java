package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.ApiVersion;
import dev.chandler.cli.Captured;
import dev.chandler.cli.skeleton.PluginKind;
import dev.chandler.cli.skeleton.PluginProject;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PluginNewCommandTest {

    private static final Pattern PINNED =
            Pattern.compile("<artifactId>(maven-[a-z]+-plugin)</artifactId>\\s*<version>([^<]+)</version>");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void makesTheseFiles(PluginKind kind) {
        StringBuilder tree = new StringBuilder();
        new PluginProject(kind, "my-moon", "org.example", "org.example.mymoon", "0.1.0", "0.1.0")
                .files()
                .forEach((path, text) ->
                        tree.append("==== ").append(path).append('\n').append(text));

        Golden.assertMatches("plugin-new/" + kind + ".txt", tree.toString());
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfATemplateIsLeftOpen(PluginKind kind) throws IOException {
        assertThat(make(kind.toString(), "my-moon").code()).isZero();

        assertThat(written("my-moon").values())
                .isNotEmpty()
                .allSatisfy(
                        text -> assertThat(text).doesNotContainPattern("@(?!Override|param|DisplayName)[A-Za-z_]+@"));
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatComesNext(PluginKind kind) {
        Golden.assertMatches(
                "plugin-new/" + kind + "-next.txt",
                make(kind.toString(), "moon").out());
    }

    @Test
    void pinsThePluginsOfMavenAsThePomOfChandlerDoes() throws IOException {
        make("provisioner", "moon");

        Map<String, String> ours = pinned(
                Files.readString(Path.of(System.getProperty("basedir", "")).resolve("../pom.xml")));
        assertThat(pinned(Files.readString(folder.resolve("moon/pom.xml"))))
                .hasSizeGreaterThan(4)
                .allSatisfy((plugin, version) -> assertThat(ours).containsEntry(plugin, version));
    }

    @Test
    void isBuiltForTheApiThatThereIs() throws IOException {
        make("provisioner", "moon");

        assertThat(folder.resolve("moon/pom.xml"))
                .content()
                .contains("<Plugin-Requires>&gt;=" + ApiVersion.current() + " &amp; &lt;");
    }

    @ParameterizedTest
    @CsvSource({
        "1.4.2, >=1.4.2 & <2.0.0",
        "0.3.7, >=0.3.7 & <0.4.0",
    })
    void theRangeEndsWhereThePromiseDoes(String api, String range) {
        assertThat(new PluginProject(PluginKind.ENGINE, "moon", "g", "p", "1", api)
                        .files()
                        .get("pom.xml"))
                .contains(range.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    @ParameterizedTest
    @CsvSource({
        "moon, '', '', org.example, org/example/moon",
        "my-moon, '', '', org.example, org/example/mymoon",
        "new, '', '', org.example, org/example/new_",
        "moon, com.acme, '', com.acme, com/acme/moon",
        "moon, '', com.acme.sky, com.acme.sky, com/acme/sky",
        "moon, my-tools, com.acme.sky, my-tools, com/acme/sky",
    })
    void groupAndPackageFollowEachOther(String name, String group, String given, String inGroup, String path)
            throws IOException {
        Captured made = Captured.run(
                folder,
                Stream.of(
                                Stream.of("plugin", "new", "engine", name),
                                group.isEmpty() ? Stream.<String>of() : Stream.of("--group", group),
                                given.isEmpty() ? Stream.<String>of() : Stream.of("--package", given))
                        .flatMap(each -> each)
                        .toArray(String[]::new));

        assertThat(made.err()).isEmpty();
        assertThat(folder.resolve(name + "/src/main/java/" + path)).isNotEmptyDirectory();
        assertThat(folder.resolve(name + "/pom.xml")).content().contains("<groupId>" + inGroup + "</groupId>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Moon", "1moon", "my--moon", "moon-", "my_moon", "my/moon", "..", "", "mönd", "a b"})
    void aNameThatIsNoPluginsIsRefused(String name) {
        assertRefused(make("engine", name), 2, "CH-PLUGIN-020", "\"" + name + "\"", "lower-case letters");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "when", "run", "prepared"})
    void aWordOfEveryStepOrOfTheApiIsNoProvisioner(String name) {
        assertRefused(make("provisioner", name), 2, "CH-PLUGIN-021", "\"" + name + "\" is taken");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({
        "--package, com.my-acme",
        "--package, com.class",
        "--package, com..acme",
        "--package, 'com.ä'",
        "--group, com.my-acme",
        "--group, a b",
        "--group, ''",
    })
    void whatIsNoPackageOrGroupIsRefused(String option, String value) {
        assertRefused(
                Captured.run(folder, "plugin", "new", "engine", "moon", option, value), 2, "CH-PLUGIN-023", value);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderWithSomethingInItIsLeftAsItIs() throws IOException {
        Files.createDirectories(folder.resolve("moon"));
        Files.writeString(folder.resolve("moon/.hidden"), "mine");

        assertRefused(
                make("engine", "moon"),
                2,
                "CH-PLUGIN-022",
                folder.resolve("moon").toString());

        assertThat(written("moon")).containsOnlyKeys(".hidden");
    }

    @Test
    void anEmptyFolderIsAsGoodAsNone() throws IOException {
        Files.createDirectories(folder.resolve("moon"));

        assertThat(make("engine", "moon").code()).isZero();
    }

    @Test
    void saysWhyNothingCanBeWritten() throws IOException {
        Files.writeString(folder.resolve("moon"), "a file");

        assertRefused(
                make("engine", "moon"),
                3,
                "CH-PLUGIN-024",
                folder.resolve("moon").toString());
    }

    private Captured make(String kind, String name) {
        return Captured.run(folder, "plugin", "new", kind, name);
    }

    private static void assertRefused(Captured refused, int code, String... words) {
        assertThat(refused.err()).contains(words);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.out()).isEmpty();
    }

    private Map<String, String> written(String name) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.resolve(name).relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    /** A version, also where it is a property's. */
    private static String value(String pom, String text) {
        Matcher property = Pattern.compile("<" + text.replaceAll("[${}]", "") + ">([^<]+)<")
                .matcher(pom);
        return text.startsWith("$") && property.find() ? property.group(1) : text;
    }

    private static Map<String, String> pinned(String pom) {
        Map<String, String> versions = new TreeMap<>();
        Matcher matcher = PINNED.matcher(pom);
        while (matcher.find()) {
            versions.put(matcher.group(1), value(pom, matcher.group(2)));
        }
        return versions;
    }
}
