package dev.chandler.core.manifest.lint;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Warns of secrets written into a manifest; never says them. Used once. */
public final class SecretLint {

    private static final String KEPT = "it is in keys of the cache, and in lists of processes while the step runs";
    private static final String PUBLISHED = "everybody who has the image can read it";
    private static final Pattern OPTION = Pattern.compile("-{0,2}([A-Za-z][\\w.-]*)=(.*)", Pattern.DOTALL);

    private final List<Problem> warnings = new ArrayList<>();

    private SecretLint() {}

    /**
     * Looks through a manifest.
     *
     * @param root all but its steps
     * @param steps its steps and tests, one by one
     * @return warnings, each at its place
     */
    public static List<Problem> warnings(Setting root, Collection<Setting> steps) {
        SecretLint lint = new SecretLint();
        lint.map(child(root, "env"), KEPT);
        Setting artifact = child(root, "artifact");
        lint.map(child(artifact, "env"), PUBLISHED);
        lint.map(child(child(artifact, "append"), "env"), PUBLISHED);
        lint.map(child(artifact, "labels"), PUBLISHED);
        for (String command : List.of("cmd", "entrypoint", "healthcheck", "onbuild", "author")) {
            lint.words(child(artifact, command), PUBLISHED);
        }
        steps.forEach(lint::step);
        return List.copyOf(lint.warnings);
    }

    private static Setting child(Setting map, String key) {
        Setting.Entry entry = map.kind() == Setting.Kind.MAP ? map.entries().get(key) : null;
        return entry == null ? Setting.list(List.of(), map.location()) : entry.value();
    }

    private void step(Setting step) {
        if (step.kind() == Setting.Kind.MAP) {
            step.entries().forEach((key, entry) -> {
                if (key.equals("env")) {
                    map(entry.value(), KEPT);
                } else {
                    shapes(entry.value(), KEPT);
                }
            });
        } else {
            shapes(step, KEPT);
        }
    }

    private void map(Setting map, String why) {
        if (map.kind() == Setting.Kind.MAP) {
            map.entries().forEach((name, entry) -> {
                if (entry.value().kind() == Setting.Kind.TEXT) {
                    named(name, entry.value().text(), entry.value(), why);
                }
            });
        }
    }

    private void named(String name, String value, Setting place, String why) {
        if (!shapes(place, why) && SecretRules.looksSecret(name, value)) {
            warn("\"" + name + "\" looks like a secret", place, why);
        }
    }

    /** Words of a command line, of which some may be {@code --name=value}. */
    private void words(Setting setting, String why) {
        switch (setting.kind()) {
            case TEXT -> {
                Matcher option = OPTION.matcher(setting.text());
                named(option.matches() ? option.group(1) : "", option.matches() ? option.group(2) : "", setting, why);
            }
            case LIST -> setting.items().forEach(item -> words(item, why));
            case MAP -> setting.entries().values().forEach(entry -> words(entry.value(), why));
        }
    }

    /** Whether there was anything to be warned of. */
    private boolean shapes(Setting setting, String why) {
        int before = warnings.size();
        switch (setting.kind()) {
            case TEXT ->
                SecretRules.shape(setting.text()).ifPresent(what -> warn("this looks like " + what, setting, why));
            case LIST -> setting.items().forEach(item -> shapes(item, why));
            case MAP -> setting.entries().values().forEach(entry -> shapes(entry.value(), why));
        }
        return warnings.size() > before;
    }

    private void warn(String what, Setting place, String why) {
        warnings.add(Problem.of("CH-SECRET-011", what)
                .at(place.location())
                .because(why)
                .remedy(
                        why.equals(PUBLISHED)
                                ? "give it to what runs in a container when that runs"
                                : "declare it under secrets:, and list it in the step that needs it"));
    }
}
