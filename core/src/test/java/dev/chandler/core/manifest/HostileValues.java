package dev.chandler.core.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that would do harm if anything read them as YAML, as a template or as shell. */
final class HostileValues {

    static final List<String> KNOWN = List.of(
            "a\nprivileged: true",
            "\"; rm -rf / #\" 'x' `id`",
            "[=1+1]",
            "$(touch /tmp/x) ${HOME} $((1+1))",
            "*alias",
            "&anchor x",
            "h\u00e9llo \ud83d\ude00 \u202eabc \u05e9\u05dc\u05d5\u05dd e\u0301 \ue000\uf8ff \udbff\udffd",
            "a\tb\t",
            "# comment: - x",
            "  leading and trailing  ",
            "{{ x }} {% y %} %TAG ! tag:",
            "!!python/object:os.system [id]",
            "- a\n- b: c\n\n---\n...\n",
            "\u0001\u0007\u001b[31m\u007f\u0085\u2028\ufeff\r\n",
            "[#list 1..9 as i]x[/#list] [@x/] [#-- c --]",
            "null",
            "~",
            "<<",
            "=",
            "?",
            "|",
            ">",
            "@",
            "0x1F",
            "1_000",
            ",",
            "]",
            "}",
            "'",
            "\"",
            "\\",
            "\\n");

    private static final String[] PIECES = {
        "\n",
        "\n  ",
        "\n- ",
        ": ",
        " #",
        "- ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a",
        "*a",
        "!t",
        "|",
        ">",
        "'",
        "\"",
        "\\",
        "%",
        "@",
        "`",
        "[=",
        "[#if true]",
        "[/#if]",
        "[#assign it=1]",
        "[@m/]",
        "${",
        "$(",
        "\t",
        "\r",
        "\r\n",
        "?char",
        "\u0001",
        "\u0085",
        "\u2028",
        "\ufeff",
        "\ue000",
        "\ue001",
        "\ue100\ue100\ue100\ue100\ue100",
        "\uf8ff",
        "\ud83d\ude00",
        "\u202e",
        "install:",
        "\ninstall:\n  - x",
        "vars:",
        "include:",
        "<<: *a",
        "---",
        "...",
        "a",
        "0",
        "true",
        "null",
        " ",
        "  ",
        "it",
        "name",
        "chandler__keep(0,(1))"
    };

    private final Random random;

    HostileValues(Random random) {
        this.random = random;
    }

    /** A value that is not blank. */
    String next() {
        if (random.nextInt(4) == 0) {
            return KNOWN.get(random.nextInt(KNOWN.size()));
        }
        StringBuilder value = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            // A program cannot be given NUL, so no value that reaches one has it.
            value.append(piece.equals("?char") ? randomCharacter() : piece);
        }
        return value.toString().isBlank() ? value + "x" : value.toString();
    }

    private String randomCharacter() {
        int c;
        do {
            c = 1 + random.nextInt(random.nextBoolean() ? 0x250 : 0x10FFFF);
        } while (c >= 0xD800 && c <= 0xDFFF);
        return Character.toString(c);
    }

    List<String> next(int count) {
        List<String> values = new ArrayList<>();
        while (values.size() < count) {
            String value = next();
            if (!values.contains(value)) {
                values.add(value);
            }
        }
        return values;
    }
}
