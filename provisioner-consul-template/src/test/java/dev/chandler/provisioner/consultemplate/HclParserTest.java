package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HclParserTest {

    private static String value(String text) {
        return HclParser.parse(text, "c.hcl").get(0).value().toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = \"x\"|x",
                "a = \"\\\"\\\\\\n\"|`\"\\\n`",
                "a = \"\\u00e9\"|é",
                "a = \"${x(\"y\")}\"|${x(\"y\")}",
                "a = 12|12",
                "a = true|true",
                "a = [1, \"b\",]|[1, b]",
                "a { b = 1 }|{b=1}",
                "\"a\" = 1|1",
                "perms = 0644|0644",
                "perms = 420|0644",
                "perms = \"0600\"|0600",
                "{\"a\": {\"b\": \"c\"}}|{b=c}",
                "{\"perms\": 384}|0600",
            })
    void readsWhatConsulTemplateReads(String text, String value) {
        assertThat(value(text)).isEqualTo(value);
    }

    @Test
    void readsLinesUpToAMarker() {
        assertThat(value("a = <<EOF\n  one\n two\nEOF\n")).isEqualTo("  one\n two\n");
    }

    @Test
    void takesTheMarkersIndentationOffWhereItIsAskedTo() {
        assertThat(value("a = <<-EOF\n    one\n   two\n  EOF\n")).isEqualTo("  one\n two\n");
    }

    @Test
    void knowsWhereEverythingIs() {
        HclEntry entry = HclParser.parse("# one\n/* two\n */\ntemplate {\n  source = \"a\" // x\n}\n", "c.hcl")
                .get(0);

        assertThat(entry.location()).isEqualTo(new Location("c.hcl", 4, 1));
        assertThat(entry.value().entries().get("source").value().location()).isEqualTo(new Location("c.hcl", 5, 12));
    }

    @Test
    void takesAListOfBlocksForThatManyBlocks() {
        assertThat(HclParser.parse("{\"template\": [{\"source\": \"a\"}, {\"source\": \"b\"}]}", "c.json"))
                .extracting(entry -> entry.key() + entry.value())
                .containsExactly("template{source=a}", "template{source=b}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a = \"x|1:5",
                "a|1:2",
                "a = [1|1:7",
                "a { b = 1|1:10",
                "a = <<EOF|1:5",
                "/* a|1:1",
                "a = ]|1:5",
                "a = {b = 1 b = 2}|1:12",
                "a = 1 }|1:7",
                "a = \"\\q\"|1:8",
            })
    void saysWhereItIsWrong(String text, String place) {
        assertThatThrownBy(() -> HclParser.parse(text, "c.hcl"))
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(
                                        problem -> problem.where().orElseThrow().toString())
                                .containsExactly("c.hcl:" + place));
    }
}
