package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The exit codes with which a command has done what it should. */
record ExitCodes(SortedSet<Integer> codes) {

    /** What holds where nothing is said. */
    static final ExitCodes ZERO = new ExitCodes(new TreeSet<>(List.of(0)));

    private static final int MAX = 255;

    ExitCodes {
        codes = Collections.unmodifiableSortedSet(new TreeSet<>(codes));
    }

    static ExitCodes read(Setting setting) {
        List<Setting> items = switch (setting.kind()) {
            case TEXT -> List.of(setting);
            case LIST -> setting.items();
            case MAP -> throw new ManifestException(SettingReader.wrongType(setting, "a list of exit codes"));
        };
        List<Problem> problems = new ArrayList<>();
        SortedSet<Integer> codes = new TreeSet<>();
        for (Setting item : items) {
            if (isCode(item)) {
                codes.add(Integer.parseInt(item.text()));
            } else {
                problems.add(Problem.of("CH-MANIFEST-011", "an exit code must be a whole number from 0 to " + MAX)
                        .at(item.location())
                        .because("it is \"" + item + "\""));
            }
        }
        if (items.isEmpty()) {
            problems.add(Problem.of("CH-MANIFEST-012", "no exit code is allowed")
                    .at(setting.location())
                    .because("the list is empty, so that the step could never end well"));
        }
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new ExitCodes(codes);
    }

    private static boolean isCode(Setting item) {
        return item.kind() == Setting.Kind.TEXT
                && item.text().matches("\\d{1,3}")
                && Integer.parseInt(item.text()) <= MAX;
    }

    boolean allow(int code) {
        return codes.contains(code);
    }

    /** What was done under one rule is not done under another, so that its state must not be found under that. */
    void describe(KeyBuilder key) {
        if (!equals(ZERO)) {
            key.field("allowed exit codes", codes.stream().map(String::valueOf).toList());
        }
    }

    /** Said with a failure where it is not what everybody expects. */
    String words() {
        return equals(ZERO)
                ? ""
                : "\nallowed: " + codes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
