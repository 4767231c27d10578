package dev.chandler.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.provision.Provisioner;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import dev.chandler.core.manifest.model.ManifestModel;
import dev.chandler.core.manifest.model.ModuleModel;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.schema.KeyTable;
import dev.chandler.core.manifest.schema.StepKeys;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of docs/manifest.md are those of the model; {@code -Dgolden.update} writes them. */
class KeyTablesTest {

    private static final Path DOCS = Path.of(System.getProperty("basedir", "")).resolve("../docs");
    private static final Pattern REGION =
            Pattern.compile("<!-- keys: ([a-z-]+) -->\\n(.*?)<!-- /keys -->", Pattern.DOTALL);

    private final Map<String, List<SettingKey>> tables = tables();

    @ParameterizedTest
    @ValueSource(strings = {"manifest.md", "modules.md"})
    void everyTableOfTheReferenceIsTheModels(String document) throws IOException {
        String written = Files.readString(DOCS.resolve(document));

        Golden.assertMatches(
                "../../../../docs/" + document,
                REGION.matcher(written)
                        .replaceAll(region -> Matcher.quoteReplacement("<!-- keys: " + region.group(1) + " -->\n"
                                + table(region.group(1)) + "<!-- /keys -->")));
    }

    @Test
    void everyMapWithSeveralKeysHasATableInTheReference() throws IOException {
        List<String> written = REGION.matcher(
                        Files.readString(DOCS.resolve("manifest.md")) + Files.readString(DOCS.resolve("modules.md")))
                .results()
                .map(region -> region.group(1))
                .toList();

        assertThat(tables.entrySet().stream()
                        .filter(table -> table.getValue().size() > 1)
                        .map(Map.Entry::getKey))
                .as("add <!-- keys: NAME --> and <!-- /keys --> where docs/manifest.md or docs/modules.md speaks of it")
                .isSubsetOf(written);
    }

    private String table(String name) {
        assertThat(tables).containsKey(name);
        return KeyTable.of(tables.get(name));
    }

    /** All maps that can be reached from the top level, from a step and from a module. */
    private static Map<String, List<SettingKey>> tables() {
        Map<String, SettingKey> provisioners = new TreeMap<>();
        ServiceLoader.load(Provisioner.class).forEach(each -> provisioners.put(each.id(), each.settings()));
        Map<String, List<SettingKey>> tables = new LinkedHashMap<>();
        List<SettingKey> step = StepKeys.of(provisioners);
        StepModel.BLOCK.keys().stream()
                .filter(key -> key.name().equals(StepModel.PARALLEL))
                .forEach(step::add);
        add(ManifestModel.STEP, step, tables);
        Stream.of(
                        ManifestModel.MANIFEST,
                        ManifestModel.DECLARATION,
                        StepModel.COMMAND,
                        StepModel.MODULE_USE,
                        ModuleModel.HEAD,
                        ModuleModel.BODY)
                .forEach(model -> add(model, tables));
        return tables;
    }

    private static void add(SettingsModel model, Map<String, List<SettingKey>> tables) {
        add(model.name(), model.keys(), tables);
    }

    private static void add(String name, List<SettingKey> keys, Map<String, List<SettingKey>> tables) {
        List<SettingKey> before = tables.put(name, keys);
        assertThat(before == null || names(before).equals(names(keys)))
                .as("two models are called " + name)
                .isTrue();
        keys.forEach(key -> addMaps(key.shape(), tables));
    }

    private static List<String> names(List<SettingKey> keys) {
        return keys.stream().map(SettingKey::name).toList();
    }

    private static void addMaps(SettingShape shape, Map<String, List<SettingKey>> tables) {
        for (SettingShape each : shape.alternatives()) {
            switch (each.kind()) {
                case LIST, NAMES -> addMaps(each.item(), tables);
                case MAP -> add(each.model(), tables);
                default -> {}
            }
        }
    }
}
