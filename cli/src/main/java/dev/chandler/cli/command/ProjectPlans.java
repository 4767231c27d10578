package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.cli.Console;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.artifact.ImageNames;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.PlanText;
import dev.chandler.core.project.BuiltImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans builds of a project in their order: what one would leave, as far as that is known, is what the next stands on. */
final class ProjectPlans {

    private final Console console;
    private final Chandler chandler;
    private final LoadedBuilds builds;
    private final BuiltImages images;

    ProjectPlans(Console console, Chandler chandler, LoadedBuilds builds, BuiltImages images) {
        this.console = console;
        this.chandler = chandler;
        this.builds = builds;
        this.images = images;
    }

    /** Shows the plan of one, and says which others are to be built before. */
    void one(String name, Engine engine, PlanOptions options, List<String> tags) throws InterruptedException {
        needed(name, engine, options);
        Project project = project(name);
        show(project, plan(name, project, engine, options), engine, options, tags);
    }

    /** Says of one step of one why it runs, on what others would leave as far as that is known. */
    void why(String name, Engine engine, PlanOptions options, String step) throws InterruptedException {
        needed(name, engine, options);
        Project project = project(name);
        Plan plan = plan(name, project, engine, options);
        console.err().print(ProblemRenderer.renderWarnings(plan.warnings()));
        console.out().print(chandler.why(project, plan, engine, step));
    }

    private void needed(String name, Engine engine, PlanOptions options) throws InterruptedException {
        List<String> first = new ArrayList<>();
        for (String other : builds.order().builds()) {
            if (!other.equals(name)) {
                Project project = project(other);
                plan(other, project, engine, options.whole());
                if (images.image(other).isEmpty()) {
                    first.add(other);
                }
            }
        }
        if (!first.isEmpty()) {
            console.out().println("first    " + String.join(", ", first) + "  (chandler plan --all shows more)");
        }
    }

    /** Shows all plans. */
    void all(Engine engine, PlanOptions options) throws InterruptedException {
        for (String name : builds.order().builds()) {
            Project project = project(name);
            Plan plan = plan(name, project, engine, options);
            console.out().println("\nbuild    " + name);
            show(project, plan, engine, options, List.of());
        }
    }

    Project project(String name) {
        Project project = Optional.ofNullable(builds.projects().get(name)).orElseThrow();
        return project.manifest()
                .baseBuild()
                .flatMap(need -> images.image(need.build()))
                .map(project::on)
                .orElse(project);
    }

    Plan plan(String name, Project project, Engine engine, PlanOptions options) throws InterruptedException {
        Plan plan = chandler.plan(project, engine, options);
        chandler.image(project, plan, engine).ifPresent(image -> images.made(name, image));
        return plan;
    }

    private void show(Project project, Plan plan, Engine engine, PlanOptions options, List<String> tags)
            throws InterruptedException {
        List<String> names = ImageNames.of(project.manifest().artifact(), tags);
        console.err().print(ProblemRenderer.renderWarnings(plan.warnings()));
        console.out()
                .print(PlanText.of(
                        plan,
                        names,
                        project.manifest().baseBuild(),
                        chandler.explainer(project, plan, engine).words(),
                        chandler.checkpoints(plan, engine, options)));
    }
}
