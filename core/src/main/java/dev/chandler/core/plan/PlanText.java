package dev.chandler.core.plan;

import dev.chandler.core.manifest.BuildNeed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes a plan for people: a line each, what is there, what will run and why. */
public final class PlanText {

    private PlanText() {}

    /**
     * Writes a plan.
     *
     * @param plan what will be done
     * @param references the names that will point at the image
     * @return lines, each ended by a line feed
     */
    public static String of(Plan plan, List<String> references) {
        return of(plan, references, Optional.empty(), Map.of(), Map.of());
    }

    /**
     * Writes the plan of a build of a project.
     *
     * @param plan what will be done
     * @param references the names that will point at the image
     * @param baseBuild the build that makes the base, where that is not known before it has run
     * @param reasons why steps and tests run, by their ids, where more is known than the plan says
     * @param checkpoints what becomes of the states after tasks, in words, by their ids
     * @return lines, each ended by a line feed
     */
    public static String of(
            Plan plan,
            List<String> references,
            Optional<BuildNeed> baseBuild,
            Map<String, String> reasons,
            Map<String, String> checkpoints) {
        StringBuilder out = new StringBuilder();
        String missing = baseBuild.map(need -> unknown(need.build())).orElse("to be pulled");
        out.append("base     ").append(plan.base().reference());
        out.append(plan.base().present() ? "" : "  (" + missing + ")").append('\n');
        out.append(InstanceWords.of(plan.instance()));
        for (TaskPlan task : plan.tasks()) {
            String id = task.task().id();
            line(out, task.status(), id, task.task().title(), reasons.getOrDefault(id, task.reason()));
            Optional.ofNullable(checkpoints.get(id))
                    .ifPresent(words -> out.append("         ").append(words).append('\n'));
        }
        for (TestPlan test : plan.tests()) {
            String id = test.test().id();
            line(out, test.status(), id, test.test().title(), reasons.getOrDefault(id, test.reason()));
        }
        if (plan.graph().commits()) {
            out.append("commit   ").append(references.isEmpty() ? "(no name)" : String.join(", ", references));
            out.append('\n');
        }
        return out.append(summary(plan)).append('\n').toString();
    }

    /**
     * Says that something depends on what another build makes.
     *
     * @param build the other build's name
     * @return words
     */
    public static String unknown(String build) {
        return "not known until build " + build + " has run";
    }

    private static void line(StringBuilder out, Status status, String id, String title, String reason) {
        out.append(status == Status.HIT ? "cached   " : "run      ");
        out.append(id).append("  ").append(title);
        out.append(reason.isEmpty() ? "" : "  (" + reason + ")").append('\n');
    }

    private static String summary(Plan plan) {
        long tests = plan.tests().stream()
                .filter(test -> test.status() == Status.RUN)
                .count();
        int tasks = plan.tasks().size() - plan.hits();
        if (tasks + tests == 0) {
            return "nothing to run: no instance will be started";
        }
        return tasks + (tasks == 1 ? " step and " : " steps and ") + tests + (tests == 1 ? " test" : " tests")
                + " to run";
    }
}
