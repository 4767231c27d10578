package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.ResolvedModules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the steps of modules in the place of their uses, and does the same within these. Used once. */
final class ModuleExpansion {

    private static final int LIMIT_DEPTH = 250;
    private static final int LIMIT_USES = 2000;

    private final ModuleRequirements requirements;
    private final ModuleReader reader;
    private final ProblemLog problems;
    private final List<UsedModule> used = new ArrayList<>();

    /**
     * Makes an expansion.
     *
     * @param modules which are meant; empty where there are none, or nobody knows, which was reported
     */
    ModuleExpansion(Optional<ResolvedModules> modules, ModuleReader reader, ProblemLog problems) {
        this.requirements = new ModuleRequirements(modules, problems);
        this.reader = reader;
        this.problems = problems;
    }

    /** Who uses modules: the manifest, or the last of these modules, which is used by the one before it. */
    private record User(List<UsedModule> chain, Aliases aliases, boolean tests) {

        Optional<UsedModule> module() {
            return chain.isEmpty() ? Optional.empty() : Optional.of(chain.get(chain.size() - 1));
        }

        User withoutTests() {
            return new User(chain, aliases, false);
        }
    }

    /** The steps of a file, in the order in which its modules are named. */
    record Steps(List<ResolvedStep> modules, List<ResolvedStep> install, List<ResolvedStep> script) {

        Stream<ResolvedStep.Use> uses() {
            return all().flatMap(ResolvedStep::uses);
        }

        /** All steps and tests, one by one. */
        List<Setting> singles() {
            return all().flatMap(ResolvedStep::singles)
                    .map(ResolvedStep.Single::setting)
                    .toList();
        }

        private Stream<ResolvedStep> all() {
            return Stream.of(modules, install, script).flatMap(List::stream);
        }
    }

    /** All modules that are used, once for each use, in the order of their steps. */
    List<UsedModule> used() {
        return List.copyOf(used);
    }

    /** The manifest's steps, with those of modules in them. */
    Steps expanded(Steps steps) throws InterruptedException {
        return expanded(steps, List.of(), true);
    }

    /**
     * Looks at uses of the manifest that are repeated for no item, as far as that asks nobody for a module.
     *
     * @param steps steps that are repeated for no item
     * @param workingDirectory what messages name files relative to
     */
    void check(List<ResolvedStep> steps, Path workingDirectory) {
        steps.stream()
                .flatMap(ResolvedStep::uses)
                .forEach(use ->
                        requirements.folder(use, workingDirectory).ifPresent(folder -> reader.check(use, folder)));
    }

    private Steps expanded(Steps steps, List<UsedModule> chain, boolean tests) throws InterruptedException {
        User user = new User(chain, new Aliases(steps.uses().toList(), problems), tests);
        // In a test its steps are the test, and what it leaves is nothing that its own tests could be about.
        return new Steps(
                all(steps.modules(), user), all(steps.install(), user), all(steps.script(), user.withoutTests()));
    }

    private List<ResolvedStep> all(List<ResolvedStep> steps, User user) throws InterruptedException {
        List<ResolvedStep> all = new ArrayList<>();
        for (ResolvedStep step : steps) {
            expanded(step, user).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private Optional<ResolvedStep> expanded(ResolvedStep step, User user) throws InterruptedException {
        if (step instanceof ResolvedStep.Use use) {
            return module(use, user).map(ResolvedStep.class::cast);
        }
        if (step instanceof ResolvedStep.Sequence sequence) {
            List<ResolvedStep> steps = all(sequence.steps(), user);
            return steps.isEmpty() ? Optional.empty() : Optional.of(new ResolvedStep.Sequence(steps, step.place()));
        }
        if (step instanceof ResolvedStep.Block block) {
            List<ResolvedStep> branches = all(block.branches(), user);
            return branches.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ResolvedStep.Block(block.name(), branches, step.place()));
        }
        return Optional.of(step);
    }

    private Optional<ResolvedStep.Expanded> module(ResolvedStep.Use use, User user) throws InterruptedException {
        Optional<ModuleFolder> module = requirements.find(use, user.module());
        if (module.isEmpty() || isRefused(use, module.get(), user)) {
            return Optional.empty();
        }
        String name = module.get().description().name();
        String alias = user.module().map(outer -> outer.alias() + "/").orElse("")
                + user.aliases().of(use, name);
        ModuleReader.Content content = reader.read(use, module.get(), alias, used::add);
        content.unused().stream()
                .flatMap(ResolvedStep::uses)
                .forEach(each -> requirements
                        .find(each, Optional.of(content.module()))
                        .ifPresent(folder -> reader.check(each, folder)));
        List<UsedModule> chain = new ArrayList<>(user.chain());
        chain.add(content.module());
        boolean tests = user.tests() && use.tests();
        Steps own = new Steps(List.of(), content.install(), tests ? content.script() : List.of());
        Steps steps = expanded(own, List.copyOf(chain), tests);
        return Optional.of(new ResolvedStep.Expanded(
                content.module(), use.secrets(), content.env(), steps.install(), steps.script(), content.unused()));
    }

    private boolean isRefused(ResolvedStep.Use use, ModuleFolder module, User user) {
        Location place = use.reference().location();
        String name = module.description().name();
        List<String> chain = Stream.concat(
                        user.chain().stream()
                                .map(each -> each.module().description().name()),
                        Stream.of(name))
                .toList();
        if (chain.indexOf(name) < chain.size() - 1) {
            problems.accept(Problem.of("CH-MODULE-007", "the modules go in a circle")
                    .at(place)
                    .because(chain.stream().skip(chain.indexOf(name)).collect(Collectors.joining(" uses ")))
                    .remedy("take out one of the uses"));
            return true;
        }
        boolean deep = chain.size() > LIMIT_DEPTH;
        if (deep || used.size() >= LIMIT_USES) {
            problems.accept(
                    Problem.of("CH-MODULE-008", deep ? "the modules nest too deeply" : "there are too many modules")
                            .at(place)
                            .because(
                                    deep
                                            ? "a module can be used over at most " + LIMIT_DEPTH + " others"
                                            : "a build can use modules " + LIMIT_USES + " times"));
            return true;
        }
        return false;
    }
}
