package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.event.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Holds what the documents say against what there is. */
class DocumentsTest {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("..")
            .normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern CODE = Pattern.compile("Problem\\.of\\(\\s*\"(CH-[A-Z]+-\\d{3})\"");
    private static final Pattern MANIFEST = Pattern.compile("```yaml\\n(name:.*?)```", Pattern.DOTALL);
    private static final Pattern EVENT_SECTION =
            Pattern.compile("^## `([a-z-]+)`\\n(.*?)```json\\n(.*?)\\n```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern FIELD_ROW = Pattern.compile("^\\| ((?:`[a-z-]+`(?:, )?)+) \\|", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyRelativeLinkLeadsSomewhere() throws IOException {
        List<Path> documents = documents();
        assertThat(documents).hasSizeGreaterThan(10);
        return documents.stream()
                .map(document -> DynamicTest.dynamicTest(
                        name(document),
                        () -> assertThat(LINK.matcher(Files.readString(document))
                                        .results()
                                        .map(match -> match.group(1)))
                                .allSatisfy(link -> assertThat(document.resolveSibling(link))
                                        .exists())));
    }

    @Test
    void everyProblemIsExplained() throws IOException {
        Map<Path, Set<String>> codes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            for (Path file : files.filter(DocumentsTest::isOurSource).toList()) {
                CODE.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> codes.computeIfAbsent(explanation(file), none -> new TreeSet<>())
                                .add(match.group(1)));
            }
        }
        assertThat(codes).hasSizeGreaterThan(2);
        for (Map.Entry<Path, Set<String>> each : codes.entrySet()) {
            String explained = Files.readString(each.getKey());
            assertThat(each.getValue())
                    .as(name(each.getKey()))
                    .allSatisfy(code -> assertThat(explained).contains("| " + code + " |"));
        }
    }

    /** Where problems of a source file are explained: those of a plugin that is built apart beside it. */
    private static Path explanation(Path file) {
        Path path = ROOT.relativize(file);
        return path.startsWith("plugins")
                ? ROOT.resolve(path.subpath(0, 2)).resolve("README.md")
                : ROOT.resolve("docs/problems.md");
    }

    /** Main sources of what is shipped; the testkit's engine in memory has problems of its own. */
    private static boolean isOurSource(Path file) {
        String name = ROOT.relativize(file).toString();
        return name.endsWith(".java") && name.contains("src/main/java") && !name.startsWith("testkit");
    }

    @TestFactory
    Stream<DynamicTest> everyManifestShownIsValid() throws IOException {
        Files.writeString(folder.resolve("common.yml"), "env: {LANG: C}\n");
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/app.py"), "print(1)\n");
        return Stream.of("README.md", "docs/manifest.md")
                .map(name -> DynamicTest.dynamicTest(
                        name,
                        () -> assertThat(manifests(name)).isNotEmpty().allSatisfy(manifest -> {
                            Files.writeString(folder.resolve("chandler.yml"), manifest);
                            Captured validated = Captured.run(folder, "validate");
                            assertThat(validated.err()).isEmpty();
                            assertThat(validated.code()).isZero();
                        })));
    }

    @Test
    void theModuleShownIsUsedByTheManifestShown() throws IOException {
        List<String> blocks = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/modules.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(blocks).hasSize(2);
        Files.createDirectories(folder.resolve("nginx"));
        Files.createDirectories(folder.resolve("ca-certificates"));
        Files.writeString(folder.resolve("nginx/module.yml"), blocks.get(0));
        Files.writeString(folder.resolve("nginx/site.conf"), "server {}\n");
        Files.writeString(
                folder.resolve("ca-certificates/module.yml"),
                "name: core/ca-certificates\nversion: 1.0.0\ninstall: [apt-get install -y ca-certificates]\n");
        Files.writeString(folder.resolve("chandler.yml"), blocks.get(1));

        Captured graph = Captured.run(folder, "graph");

        assertThat(graph.err()).isEmpty();
        assertThat(graph.code()).isZero();
        assertThat(graph.out())
                .contains("nginx/ca-certificates/install[0]", "second/install[1]", "nginx/script[0]")
                .doesNotContain("second/script[0]");
    }

    @Test
    void everyEventIsDescribedWithJustTheFieldsThatItHas() throws IOException {
        Map<String, Set<String>> described = describedEvents();
        assertThat(described.keySet())
                .isEqualTo(Arrays.stream(RunEvent.class.getPermittedSubclasses())
                        .filter(Class::isRecord)
                        .map(type -> type.getSimpleName()
                                .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                                .toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new)));

        assertThat(printedEvents()).isEqualTo(described);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.concat(top, docs),
                            Stream.of(ROOT.resolve("testbed/README.md"), ROOT.resolve("modules/README.md")))
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path document) {
        return ROOT.relativize(document).toString();
    }

    private static List<String> manifests(String document) throws IOException {
        return MANIFEST.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The events of docs/events.md with the fields of their tables; the example has to have these too. */
    private static Map<String, Set<String>> describedEvents() throws IOException {
        Map<String, Set<String>> events = new TreeMap<>();
        for (MatchResult section : EVENT_SECTION
                .matcher(Files.readString(ROOT.resolve("docs/events.md")))
                .results()
                .toList()) {
            Set<String> fields = FIELD_ROW
                    .matcher(section.group(2))
                    .results()
                    .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
                    .collect(Collectors.toCollection(TreeSet::new));
            Map<String, Set<String>> example = new LinkedHashMap<>();
            read(section.group(3), example);
            assertThat(example).isEqualTo(Map.of(section.group(1), fields));
            events.put(section.group(1), fields);
        }
        return events;
    }

    /** The events of the golden file, which has all of them. */
    private static Map<String, Set<String>> printedEvents() throws IOException {
        Map<String, Set<String>> events = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("cli/src/test/resources/progress/json.txt"))) {
            read(line, events);
        }
        return events;
    }

    private static void read(String line, Map<String, Set<String>> events) {
        JsonObject json = JsonParser.parseString(line).getAsJsonObject();
        Set<String> fields = new TreeSet<>(json.keySet());
        fields.removeAll(Set.of("version", "event", "time", "step"));
        events.put(json.get("event").getAsString(), fields);
    }
}
