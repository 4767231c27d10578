package dev.chandler.core.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** A manifest and a file that it includes, put together at random, with variables in all sorts of places. */
final class HostileManifest {

    /** The name of the file that the manifest includes. */
    static final String INCLUDED = "included.yml";

    private static final String[] ENV = {
        "  E%d: [=$]", "  E%d: \"[=$]\"", "  E%d: 'a [=$] b'", "  E%d: a [=$]b [=$]", "  E%d: |\n    a\n    [=$]"
    };

    private static final String[] INSTALL = {
        "  - echo [=$]",
        "  - \"echo [=$]\"",
        "  - 'echo [=$] [=$]'",
        "  - [=$]",
        "  - >-\n    folded [=$]\n    [=$]",
        "  - run: |\n      echo [=$]\n      [=$]",
        "  - run: |+\n      [#if true]\n      [=$]\n      [/#if]\n",
        "  - {run: [=$], user: [=$], workdir: \"[=$]\"}",
        "  - {run: x, env: {A: [=$], B: 'b[=$]'}}",
        "  - copy: {from: [=$], to: \"/[=$]\", list: [a, [=$], 'b[=$]', [[=$]]]}",
        "  - copy:\n      ? from\n      : [=$]\n      labels: {fixed-key: b, [=$]: c, \"fixed-[=$]\": [=$]}",
        "  - run: x [=it] [=$]\n    each: [=[$, $]]",
        "  - run: 'y [=it + $]'\n    env: {A: [=it]}\n    each: [[=$], \"a [=$]\", z]",
        "  - run: z\n    each: [=[$]]\n    when: it != \"\" && \"x\" != \"y\"",
        "[#list [$, $] as x]\n  - echo [=x]\n[/#list]",
        "[#assign c%d]echo [=$] z[/#assign]\n  - [=c%d]",
        "[#assign c%d = \"x\" + $]\n  - '[=c%d]'",
        "[#macro m%d p]\n  - [=p][#nested]\n[/#macro]\n[@m%d $/]\n[@m%d $] [=$][/@]",
        "[#function f%d p][#return p + \"!\"][/#function]\n  - echo [=f%d($)]",
        "  - echo [=$?no_esc]",
        "  - echo [=(\"x\" + $)?esc]",
        "  - echo [#noautoesc][=$][/#noautoesc]",
        "  - echo [#autoesc][=$?no_esc + $][/#autoesc]",
        "  - echo [#attempt][=$][=nothing][#recover]r[=$][/#attempt]",
        "  - [=sh(@)]",
        "  - x [=sh(@)] [=\"y\" + sh(@)]",
        "  - x # [=$]",
        "  # [=$]\n  - x",
        "  - parallel:\n      - [=$]\n      - [x, \"[=$]\", {run: [=$]}]",
        "  - {run: x, shell: [sh, [=$]], timeout: 1m}"
    };

    private static final String[] SCRIPT = {"  - [=$]", "  - [[=$], y, '[=$]']", "  - {run: [=$], name: t%d}"};

    private static final String[] ARTIFACT = {
        "  cmd: [a, [=$], \"[=$]\"]",
        "  entrypoint: [[=$]]",
        "  labels: {\"[=$]\": [=$], fixed-key: [=$], fixed-[=$]: y}",
        "  env: {A: [=$], B: \"[=$] \"}"
    };

    private static final Pattern LABEL = Pattern.compile("labels: \\{\"\\[=(v\\d+)\\]\":");

    private final Random random;
    private final List<String> variables = new ArrayList<>();
    private final List<String> quoted = new ArrayList<>();
    private final String text;
    private final String included;

    HostileManifest(Random random) {
        this.random = random;
        // The labels come first, so that the two files have their keys at the same places.
        included = artifact() + env() + install() + script();
        String body = "include: " + INCLUDED + "\nbase: debian:12\n" + artifact() + env() + install() + script();
        StringBuilder vars = new StringBuilder("vars:\n");
        variables.forEach(name -> vars.append("  ").append(name).append(": \"\"\n"));
        text = vars + body;
    }

    String text() {
        return text;
    }

    /** The text of the file {@link #INCLUDED}. */
    String included() {
        return included;
    }

    List<String> variables() {
        return variables;
    }

    /** The variables that are keys of {@code labels:}, all of which must come out. */
    List<String> labels() {
        return LABEL.matcher(included + text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** What stands in the result for each variable: the value, or the value as one word for a shell. */
    Map<String, String> expected(Map<String, String> values) {
        Map<String, String> expected = new LinkedHashMap<>();
        values.forEach((name, value) -> expected.put(name, quoted.contains(name) ? shellWord(value) : value));
        return expected;
    }

    private static String shellWord(String value) {
        return value.matches("[A-Za-z0-9_./:@%+,-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    private String env() {
        return "env:\n  E: x\n" + some(ENV, 2);
    }

    private String install() {
        return "install:\n  - first\n" + some(INSTALL, 5) + "  - last\n";
    }

    private String script() {
        return "script:\n  - first\n" + some(SCRIPT, 2);
    }

    private String artifact() {
        return "artifact:\n  repo: a\n" + one(ARTIFACT[random.nextInt(ARTIFACT.length)]);
    }

    private String some(String[] fragments, int most) {
        StringBuilder chosen = new StringBuilder();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            chosen.append(one(fragments[random.nextInt(fragments.length)]));
        }
        return chosen.toString();
    }

    private String one(String fragment) {
        String numbered = fragment.replace("%d", Integer.toString(variables.size()));
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < numbered.length(); i++) {
            char c = numbered.charAt(i);
            if (c == '$' || (c == '@' && filled.toString().endsWith("sh("))) {
                String name = "v" + variables.size();
                variables.add(name);
                if (c == '@') {
                    quoted.add(name);
                }
                filled.append(name);
            } else {
                filled.append(c);
            }
        }
        return filled.append('\n').toString();
    }
}
