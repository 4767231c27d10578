package dev.chandler.core.graph;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingKey;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.api.settings.SettingShape;
import dev.chandler.api.settings.SettingsModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what a manifest says to a provisioner against what the provisioner says that it takes.
 *
 * <p>So a plugin that only describes its settings need not check them. One that does, by a {@link SettingReader}, says the
 * same or knows better.
 */
final class ShapeCheck {

    private static final String MISSING_KEY = "CH-MANIFEST-012";

    private final List<Problem> problems = new ArrayList<>();

    private ShapeCheck() {}

    /**
     * Checks.
     *
     * @param setting what stands behind the provisioner's name
     * @param key what may stand there
     * @return all that is wrong with it, each at its place
     */
    static List<Problem> of(Setting setting, SettingKey key) {
        ShapeCheck check = new ShapeCheck();
        check.value(setting, key.shape(), key.name(), key.shown());
        return List.copyOf(check.problems);
    }

    /**
     * Adds what a provisioner has not found itself.
     *
     * @param found what it says is wrong
     * @param unfit what is wrong by its own description
     * @return both, but for what is about one place; of keys that are missing, which have the map's place, what says the same
     */
    static List<Problem> together(List<Problem> found, List<Problem> unfit) {
        Set<Optional<Location>> places = found.stream()
                .filter(problem -> !isMissingKey(problem))
                .map(Problem::where)
                .collect(Collectors.toSet());
        Set<String> said = found.stream().map(Problem::what).collect(Collectors.toSet());
        List<Problem> all = new ArrayList<>(found);
        unfit.stream()
                .filter(problem ->
                        isMissingKey(problem) ? !said.contains(problem.what()) : !places.contains(problem.where()))
                .forEach(all::add);
        return all;
    }

    private static boolean isMissingKey(Problem problem) {
        return problem.code().equals(MISSING_KEY);
    }

    private void value(Setting setting, SettingShape shape, String name, Optional<String> shown) {
        switch (shape.kind()) {
            case ANY, PART -> {}
            case TEXT, BOOLEAN, COUNT, NUMBER, DURATION -> scalar(setting, shape, name, shown);
            case LIST -> {
                if (is(Setting.Kind.LIST, setting, "a list")) {
                    setting.items().forEach(item -> value(item, shape.item(), name, shown));
                }
            }
            case NAMES -> {
                if (is(Setting.Kind.MAP, setting, "a map")) {
                    setting.entries().forEach((key, entry) -> value(entry.value(), shape.item(), key, shown));
                }
            }
            case MAP -> {
                if (is(Setting.Kind.MAP, setting, "a map of settings")) {
                    keys(setting, shape.model());
                }
            }
            case EITHER -> either(setting, shape, name, shown);
        }
    }

    private boolean is(Setting.Kind kind, Setting setting, String wanted) {
        if (setting.kind() == kind) {
            return true;
        }
        problems.add(SettingReader.wrongType(setting, wanted));
        return false;
    }

    private void scalar(Setting setting, SettingShape shape, String name, Optional<String> shown) {
        if (is(Setting.Kind.TEXT, setting, "text") && !fits(setting.text(), shape)) {
            problems.add(
                    Problem.of("CH-MANIFEST-011", "\"" + name + "\" must be " + shown.orElseGet(() -> words(shape)))
                            .at(setting.location())
                            .because("it is \"" + setting.text() + "\""));
        }
    }

    private static boolean fits(String text, SettingShape shape) {
        return switch (shape.kind()) {
            case BOOLEAN -> text.equals("true") || text.equals("false");
            case COUNT -> text.matches("\\d{1,9}");
            case NUMBER -> text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
            case DURATION -> text.matches("0*[1-9]\\d{0,8}(ms|s|m|h)");
            default ->
                (shape.words().isEmpty() || shape.words().contains(text))
                        && shape.pattern()
                                .map(pattern -> matches(pattern, text))
                                .orElse(true);
        };
    }

    /** What goes too deep for the JDK's matcher is taken for fitting: the provisioner may know better. */
    private static boolean matches(String pattern, String text) {
        try {
            return text.matches(pattern);
        } catch (StackOverflowError e) {
            return true;
        }
    }

    private static String words(SettingShape shape) {
        return switch (shape.kind()) {
            case BOOLEAN -> "true or false";
            case COUNT -> "a whole number from 0 up";
            case NUMBER -> "a number";
            case DURATION -> "a duration such as 500ms, 30s, 10m or 2h";
            default ->
                shape.words().isEmpty()
                        ? "text that matches " + shape.pattern().orElse("")
                        : "one of " + String.join(", ", shape.words());
        };
    }

    private void keys(Setting map, SettingsModel model) {
        for (SettingKey key : model.keys()) {
            Setting.Entry entry = map.entries().get(key.name());
            if (entry != null) {
                value(entry.value(), key.shape(), key.name(), key.shown());
            } else if (key.isRequired()) {
                problems.add(Problem.of(MISSING_KEY, "missing key \"" + key.name() + "\"")
                        .at(map.location())
                        .remedy("add \"" + key.name() + ": …\""));
            }
        }
        for (Map.Entry<String, Setting.Entry> entry : map.entries().entrySet()) {
            if (!model.names().contains(entry.getKey())) {
                problems.add(Problem.of("CH-MANIFEST-010", "unknown key \"" + entry.getKey() + "\"")
                        .at(entry.getValue().keyLocation())
                        .because("known here: " + String.join(", ", model.names()))
                        .remedy(SettingReader.didYouMean(entry.getKey(), model.names())
                                .orElse(null)));
            }
        }
    }

    /** What is wrong with the alternative that comes nearest: the one of the same kind, with the least that is wrong. */
    private void either(Setting setting, SettingShape shape, String name, Optional<String> shown) {
        List<Problem> least = List.of(SettingReader.wrongType(
                setting,
                shape.alternatives().stream().map(ShapeCheck::kind).distinct().collect(Collectors.joining(" or "))));
        boolean same = false;
        for (SettingShape each : shape.alternatives()) {
            ShapeCheck check = new ShapeCheck();
            check.value(setting, each, name, shown);
            if (check.problems.isEmpty()) {
                return;
            }
            boolean ofTheKind = isOfTheKind(setting, each);
            if (ofTheKind && (!same || check.problems.size() < least.size())) {
                least = check.problems;
                same = true;
            }
        }
        problems.addAll(least);
    }

    private static boolean isOfTheKind(Setting setting, SettingShape shape) {
        return kind(shape)
                .equals(
                        switch (setting.kind()) {
                            case TEXT -> "text";
                            case LIST -> "a list";
                            case MAP -> "a map";
                        });
    }

    private static String kind(SettingShape shape) {
        return switch (shape.kind()) {
            case LIST -> "a list";
            case NAMES, MAP, PART -> "a map";
            default -> "text";
        };
    }
}
