package dev.chandler.core.plan;

import java.util.List;

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
        StringBuilder out = new StringBuilder();
        out.append("base     ").append(plan.base().reference());
        out.append(plan.base().present() ? "" : "  (to be pulled)").append('\n');
        out.append(InstanceWords.of(plan.instance()));
        for (TaskPlan task : plan.tasks()) {
            line(out, task.status(), task.task().id(), task.task().title(), task.reason());
        }
        for (TestPlan test : plan.tests()) {
            line(out, test.status(), test.test().id(), test.test().title(), test.reason());
        }
        if (plan.graph().commits()) {
            out.append("commit   ").append(references.isEmpty() ? "(no name)" : String.join(", ", references));
            out.append('\n');
        }
        return out.append(summary(plan)).append('\n').toString();
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
