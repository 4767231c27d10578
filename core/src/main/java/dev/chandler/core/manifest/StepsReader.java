package dev.chandler.core.manifest;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.StepModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps and the tests, each under an id of its own. Used once. */
final class StepsReader {

    private final ActionReader actions;
    private final ProblemLog problems;
    private final Map<String, Location> ids = new HashMap<>();
    private final RegisteredNames.Scope registered;

    StepsReader(ActionReader actions, ProblemLog problems) {
        this.actions = actions;
        this.problems = problems;
        this.registered = new RegisteredNames(problems).nothing();
    }

    List<StepSpec> install(List<ResolvedStep> steps) {
        List<StepSpec> specs = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), "install[" + i + "]").ifPresent(specs::add);
        }
        return List.copyOf(specs);
    }

    /** Reads steps for nothing but what is wrong with each of them. */
    void check(List<ResolvedStep> steps) {
        for (ResolvedStep step : steps) {
            if (step instanceof ResolvedStep.Block block) {
                block.branches().forEach(branch -> check(List.of(branch)));
            } else if (step instanceof ResolvedStep.Sequence sequence) {
                check(List.copyOf(sequence.steps()));
            } else {
                actions.read((ResolvedStep.Single) step, "unused");
            }
        }
    }

    private Optional<StepSpec> step(ResolvedStep step, String place) {
        if (step instanceof ResolvedStep.Block block) {
            return Optional.of(block(block, place));
        }
        return actions.read((ResolvedStep.Single) step, place).map(action -> claim(action, registered));
    }

    private StepSpec block(ResolvedStep.Block block, String place) {
        String id = block.name().flatMap(this::name).orElse(place);
        claim(id, block.place());
        List<List<ActionSpec>> branches = new ArrayList<>();
        List<RegisteredNames.Scope> scopes = new ArrayList<>();
        for (int i = 0; i < block.branches().size(); i++) {
            RegisteredNames.Scope scope = registered.fork();
            scopes.add(scope);
            List<ActionSpec> branch = sequence(block.branches().get(i), id + ".branch[" + i + "]", scope);
            if (!branch.isEmpty()) {
                branches.add(branch);
            }
        }
        scopes.forEach(registered::join);
        return new StepSpec.Parallel(id, List.copyOf(branches), block.place());
    }

    private Optional<String> name(Setting setting) {
        Setting map = Setting.map(Map.of("name", new Setting.Entry(setting.location(), setting)), setting.location());
        return new StepName(problems).read(SettingReader.of(map, StepModel.BLOCK, problems));
    }

    private List<ActionSpec> sequence(ResolvedStep step, String place, RegisteredNames.Scope scope) {
        if (step instanceof ResolvedStep.Single single) {
            return actions.read(single, place).map(action -> claim(action, scope)).stream()
                    .toList();
        }
        List<ActionSpec> specs = new ArrayList<>();
        List<ResolvedStep.Single> steps = ((ResolvedStep.Sequence) step).steps();
        for (int i = 0; i < steps.size(); i++) {
            actions.read(steps.get(i), place + "[" + i + "]")
                    .map(action -> claim(action, scope))
                    .ifPresent(specs::add);
        }
        return List.copyOf(specs);
    }

    List<TestSpec> script(List<ResolvedStep> tests) {
        List<TestSpec> specs = new ArrayList<>();
        for (int i = 0; i < tests.size(); i++) {
            ResolvedStep test = tests.get(i);
            String place = "script[" + i + "]";
            List<ActionSpec> commands = sequence(test, place, registered.fork());
            if (!commands.isEmpty()) {
                String id =
                        test instanceof ResolvedStep.Single ? commands.get(0).id() : place;
                specs.add(new TestSpec(id, commands, test.place()));
            }
        }
        return List.copyOf(specs);
    }

    private ActionSpec claim(ActionSpec action, RegisteredNames.Scope scope) {
        claim(action.id(), action.location());
        scope.pass(action);
        return action;
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
