package dev.chandler.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingReaderTest {

    private static final Location HERE = new Location("chandler.yml", 1, 1);
    private static final SettingsModel MODEL = SettingsModel.of(
            "motd",
            SettingKey.of("text", SettingShape.text(), "what is said").required(),
            SettingKey.of("colour", SettingShape.oneOf("red", "blue"), "in which colour"));

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void refusesToReadAKeyThatTheModelDoesNotHave() {
        SettingReader reader = reader(Map.of());

        assertThatThrownBy(() -> reader.text("font"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("\"font\" is read, but is not in the model \"motd\": add it there");
    }

    @Test
    void refusesToFinishWhereAKeyOfTheModelIsNotRead() {
        SettingReader reader = reader(Map.of());
        reader.text("text");

        assertThatThrownBy(reader::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("in the model \"motd\", but not read: colour");
    }

    @Test
    void namesTheKeysOfTheModelWhereOneIsUnknown() {
        SettingReader reader = reader(Map.of("txet", new Setting.Entry(HERE, Setting.text("hello", HERE))));
        reader.text("colour");
        reader.text("text");
        reader.finish();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.what()).isEqualTo("unknown key \"txet\"");
            assertThat(problem.why()).contains("known here: text, colour");
            assertThat(problem.remedy()).contains("did you mean \"text\"?");
        });
    }

    @Test
    void refusesAModelWithOneKeyTwice() {
        SettingKey key = SettingKey.of("text", SettingShape.text(), "what is said");

        assertThatThrownBy(() -> SettingsModel.of("motd", key, key)).hasMessageContaining("twice");
    }

    private SettingReader reader(Map<String, Setting.Entry> entries) {
        return SettingReader.of(Setting.map(entries, HERE), MODEL, problems::add);
    }
}
