package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever a variable's value is, it arrives in the image byte for byte and is nothing but a value on its way. */
class HostileValuesIT {

    private static final List<String> VALUES = List.of(
            "one\ntwo: [three]\n- run: touch /pwned\n",
            "it's \"quoted\" 'twice' \\'once\\'",
            "[=1+1]",
            "[#list 1..3 as x][=x][/#list][#stop]",
            "$(touch /pwned) `touch /pwned` ${HOME} $$",
            "*alias",
            "&anchor !!python/object:os.system {a: [b",
            "naïve – 日本語 🚢 \u202Ereversed",
            "\ttabs\tand blanks  \t",
            "# no comment",
            "%s %d \\n \\0 \\x41 \\",
            "'; touch /pwned; echo '",
            "line\r\nend\r");

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void valuesGivenAsArgumentsArriveByteForByte() {
        stranger.manifest(manifest());
        List<String> args = new ArrayList<>();
        values().forEach((name, value) -> args.addAll(List.of("--var", name + "=" + value)));

        Built built = stranger.builds(args.toArray(String[]::new));

        assertArrived(built);
    }

    @Test
    void valuesGivenInAFileArriveByteForByte() {
        stranger.manifest(manifest());
        stranger.file("values.yml", new Gson().toJson(values()));

        Built built = stranger.builds("--var-file", "values.yml");

        assertArrived(built);
    }

    private void assertArrived(Built built) {
        Map<String, String> expected = new LinkedHashMap<>();
        values().forEach((name, value) -> {
            expected.put(name + ".quoted", value);
            expected.put(name + ".env", value);
        });
        assertThat(ImageTree.texts(stranger.image(), "values/")).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(ImageTree.of(stranger.image())).doesNotContainKey("pwned");
        // One step for each value and the first: none was added, none lost.
        assertThat(built.ran()).hasSize(VALUES.size() + 1);
    }

    private static Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < VALUES.size(); i++) {
            values.put("v" + i, VALUES.get(i));
        }
        return values;
    }

    /** Each value goes two ways: quoted into a command, and as a step's environment. */
    private String manifest() {
        StringBuilder text = new StringBuilder("vars:\n");
        values().keySet().forEach(name -> text.append("  ").append(name).append(": {type: string}\n"));
        text.append("base: busybox\nartifact: {repo: ").append(stranger.image()).append("}\n");
        text.append("install:\n  - mkdir /values # NONCE\n");
        values().keySet().forEach(name -> text.append("""
                  - run: |
                      printf %s [=sh(NAME)] > /values/NAME.quoted
                      printf %s "$VALUE" > /values/NAME.env
                    env: {VALUE: "[=NAME]"}
                """.replace("NAME", name)));
        return text.toString();
    }
}
