package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps and the tests, each under an id of its own, those of modules with them. Used once. */
final class StepsReader {

    private final ActionReader actions;
    private final SecretsReader secrets;
    private final ProblemLog problems;
    private final Scope manifest;
    private final Map<String, Location> ids = new HashMap<>();
    private final List<TestSpec> testsOfModules = new ArrayList<>();

    StepsReader(ActionReader actions, Map<String, SecretSpec> secrets, ProblemLog problems) {
        this.actions = actions;
        this.secrets = new SecretsReader(problems);
        this.problems = problems;
        this.manifest = scope(StepScope.ofManifest(secrets));
    }

    /** What steps have in common, and what those before them have registered. */
    private record Scope(StepScope steps, RegisteredNames.Scope registered) {

        Scope fork() {
            return new Scope(steps, registered.fork());
        }
    }

    /** Names that are registered are nobody else's. */
    private Scope scope(StepScope steps) {
        return new Scope(steps, new RegisteredNames(problems).nothing());
    }

    List<StepSpec> install(List<ResolvedStep> modules, List<ResolvedStep> steps) {
        List<StepSpec> specs = new ArrayList<>(steps(modules, "modules", manifest));
        specs.addAll(steps(steps, "install", manifest));
        return List.copyOf(specs);
    }

    private List<StepSpec> steps(List<ResolvedStep> steps, String list, Scope scope) {
        List<StepSpec> specs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            specs.addAll(step(steps.get(i), list + "[" + i + "]", scope));
        }
        return specs;
    }

    /** Reads steps for nothing but what is wrong with each of them. */
    void check(List<ResolvedStep> steps) {
        check(steps, manifest.steps());
    }

    private void check(List<ResolvedStep> steps, StepScope scope) {
        for (ResolvedStep step : steps) {
            step.singles().forEach(single -> actions.read(single, "unused", scope));
            step.uses().forEach(use -> secrets.given(use.secrets(), scope));
        }
    }

    private List<StepSpec> step(ResolvedStep step, String place, Scope scope) {
        if (step instanceof ResolvedStep.Block block) {
            return List.of(block(block, place, scope));
        }
        if (step instanceof ResolvedStep.Expanded module) {
            Scope own = scope(module, scope);
            List<StepSpec> specs = steps(module.install(), "install", own);
            addTests(module, own);
            return specs;
        }
        return List.copyOf(sequence(step, place, scope));
    }

    private Scope scope(ResolvedStep.Expanded module, Scope user) {
        Map<String, String> env = new LinkedHashMap<>(user.steps().env());
        env.putAll(module.env());
        StepScope own = new StepScope(Optional.of(module.module()), env, secrets.given(module.secrets(), user.steps()));
        check(module.unused(), own);
        GivenSecrets.check(module, problems);
        return scope(own);
    }

    private void addTests(ResolvedStep.Expanded module, Scope own) {
        testsOfModules.addAll(tests(module.script(), own));
    }

    private StepSpec block(ResolvedStep.Block block, String place, Scope scope) {
        String own = block.name().flatMap(this::name).orElse(place);
        String id = scope.steps().id(own);
        claim(id, block.place());
        List<List<ActionSpec>> branches = new ArrayList<>();
        List<Scope> forks = new ArrayList<>();
        for (int i = 0; i < block.branches().size(); i++) {
            Scope fork = scope.fork();
            forks.add(fork);
            List<ActionSpec> branch = sequence(block.branches().get(i), own + ".branch[" + i + "]", fork);
            if (!branch.isEmpty()) {
                branches.add(branch);
            }
        }
        forks.forEach(fork -> scope.registered().join(fork.registered()));
        return new StepSpec.Parallel(id, List.copyOf(branches), block.place());
    }

    private Optional<String> name(Setting setting) {
        Setting map = Setting.map(Map.of("name", new Setting.Entry(setting.location(), setting)), setting.location());
        return new StepName(problems).read(SettingReader.of(map, StepModel.BLOCK, problems));
    }

    private List<ActionSpec> sequence(ResolvedStep step, String place, Scope scope) {
        if (step instanceof ResolvedStep.Single single) {
            return actions.read(single, place, scope.steps()).map(action -> claim(action, scope)).stream()
                    .toList();
        }
        if (step instanceof ResolvedStep.Expanded module) {
            Scope own = scope(module, scope);
            List<ActionSpec> specs = sequence(withoutBlocks(module), "install", own);
            addTests(module, own);
            return specs;
        }
        return sequence(((ResolvedStep.Sequence) step).steps(), place, scope);
    }

    private List<ResolvedStep> withoutBlocks(ResolvedStep.Expanded module) {
        List<ResolvedStep> steps = new ArrayList<>(module.install());
        for (ResolvedStep step : module.install()) {
            if (step instanceof ResolvedStep.Block) {
                problems.accept(Problem.of("CH-MODULE-010", module.module().words() + " cannot stand here")
                        .at(module.place())
                        .because("it has a parallel: of its own, at " + step.place()
                                + ", and this is within another or in a test")
                        .remedy("use it in install: or modules:"));
                steps.remove(step);
            }
        }
        return steps;
    }

    private List<ActionSpec> sequence(List<ResolvedStep> steps, String place, Scope scope) {
        List<ActionSpec> specs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            specs.addAll(sequence(steps.get(i), place + "[" + i + "]", scope));
        }
        return List.copyOf(specs);
    }

    List<TestSpec> script(List<ResolvedStep> script) {
        List<TestSpec> own = tests(script, manifest);
        List<TestSpec> all = new ArrayList<>(testsOfModules);
        all.addAll(own);
        return List.copyOf(all);
    }

    private List<TestSpec> tests(List<ResolvedStep> tests, Scope scope) {
        List<TestSpec> specs = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            ResolvedStep test = tests.get(i);
            String place = "script[" + i + "]";
            List<ActionSpec> commands = sequence(test, place, scope.fork());
            commands.forEach(this::requireNoCheckpoint);
            if (!commands.isEmpty()) {
                specs.add(new TestSpec(id(test, place, commands, scope), commands, test.place()));
            }
        }
        return specs;
    }

    private void requireNoCheckpoint(ActionSpec command) {
        if (command.checkpoint().isPresent() && command.module().isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-081", "a test has no checkpoint: to choose")
                    .at(command.location())
                    .because("nothing of what it leaves is kept")
                    .remedy("take it out"));
        }
    }

    private String id(ResolvedStep test, String place, List<ActionSpec> commands, Scope scope) {
        if (test instanceof ResolvedStep.Single) {
            return commands.get(0).id();
        }
        if (test instanceof ResolvedStep.Expanded module) {
            claim(module.module().alias(), test.place());
            return module.module().alias();
        }
        return scope.steps().id(place);
    }

    private ActionSpec claim(ActionSpec action, Scope scope) {
        claim(action.id(), action.location());
        scope.registered().pass(action);
        return scope.steps().module().map(action::registeringIn).orElse(action);
    }

    private void claim(String id, Location place) {
        Location before = ids.putIfAbsent(id, place);
        if (before != null) {
            problems.accept(Problem.of("CH-MANIFEST-013", "two steps are called \"" + id + "\"")
                    .at(place)
                    .because("the first is at " + before)
                    .remedy("give one of them another name"));
        }
    }
}
