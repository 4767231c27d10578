package dev.chandler.core.plan;

import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds steps that put files where none of them would be in the image. */
final class MountedTargets {

    private final InstanceSection instance;
    private final Function<Action, String> workdir;

    /**
     * Makes a search.
     *
     * @param workdir an action's working directory, absolute
     */
    MountedTargets(InstanceSection instance, Function<Action, String> workdir) {
        this.instance = instance;
        this.workdir = workdir;
    }

    /** What is wrong with a graph's steps and tests, in order. */
    List<Problem> problems(StepGraph graph) {
        if (instance.mounts().isEmpty() && !instance.settings().readOnly()) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        Stream.concat(
                        graph.tasks().stream().flatMap(task -> task.actions().stream()),
                        graph.tests().stream().flatMap(test -> test.actions().stream()))
                .forEach(action -> problem(action).ifPresent(problems::add));
        return problems;
    }

    private Optional<Problem> problem(Action action) {
        List<String> paths = action.puts(workdir.apply(action));
        if (instance.settings().readOnly() && !paths.isEmpty()) {
            return Optional.of(Problem.of(
                            "CH-PLAN-012", "step \"" + action.id() + "\" puts files into an instance that is read-only")
                    .at(action.spec().location())
                    .because("read-only: true holds for all that goes into the root file system")
                    .remedy("leave read-only: out, or put the files into the base"));
        }
        for (MountSpec spec : instance.mounts()) {
            Mount mount = spec.mount();
            for (String path : paths) {
                if (path.equals(mount.target()) || path.startsWith(mount.target() + "/")) {
                    return Optional.of(Problem.of(
                                    "CH-PLAN-011",
                                    "step \"" + action.id() + "\" puts \"" + path + "\" where something is mounted")
                            .at(action.spec().location())
                            .because("the mount at " + spec.location() + " is not in the image")
                            .remedy("choose another target, or copy it there by a command"));
                }
            }
        }
        return Optional.empty();
    }
}
