package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the secrets that a use gives to a module against those that its steps list. */
final class GivenSecrets {

    private GivenSecrets() {}

    /** A step that is left out by a condition lists what it lists, so that a name which the module's file has is none too many. */
    static void check(ResolvedStep.Expanded module, Consumer<Problem> problems) {
        Set<String> listed = Stream.of(module.install(), module.script(), module.unused())
                .flatMap(List::stream)
                .flatMap(GivenSecrets::listed)
                .collect(Collectors.toCollection(TreeSet::new));
        String text = module.module().module().description().body().text();
        module.secrets().forEach((theirs, ours) -> {
            boolean known = listed.contains(theirs)
                    || Pattern.compile("(?<![\\w-])" + Pattern.quote(theirs) + "(?![\\w-])")
                            .matcher(text)
                            .find();
            if (!known) {
                problems.accept(
                        Problem.of("CH-MODULE-019", module.module().words() + " takes no secret \"" + theirs + "\"")
                                .at(ours.location())
                                .because(
                                        listed.isEmpty()
                                                ? "none of its steps lists one"
                                                : "its steps list " + String.join(", ", listed))
                                .remedy(SettingReader.didYouMean(theirs, listed).orElse("take it out")));
            }
        });
    }

    private static Stream<String> listed(ResolvedStep step) {
        if (step instanceof ResolvedStep.Expanded module) {
            return module.secrets().values().stream().map(Setting::text);
        }
        if (step instanceof ResolvedStep.Sequence sequence) {
            return sequence.steps().stream().flatMap(GivenSecrets::listed);
        }
        if (step instanceof ResolvedStep.Block block) {
            return block.branches().stream().flatMap(GivenSecrets::listed);
        }
        return Stream.concat(
                step.uses().flatMap(use -> use.secrets().values().stream()).map(Setting::text),
                step.singles().flatMap(single -> texts(single.setting())));
    }

    private static Stream<String> texts(Setting step) {
        Setting.Entry entry = step.kind() == Setting.Kind.MAP ? step.entries().get("secrets") : null;
        if (entry == null) {
            return Stream.empty();
        }
        Stream<Setting> items =
                entry.value().kind() == Setting.Kind.LIST ? entry.value().items().stream() : Stream.of(entry.value());
        return items.filter(item -> item.kind() == Setting.Kind.TEXT).map(Setting::text);
    }
}
