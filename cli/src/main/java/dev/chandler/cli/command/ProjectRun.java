package dev.chandler.cli.command;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunListener;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.cli.ExitCode;
import dev.chandler.cli.ProblemRenderer;
import dev.chandler.cli.progress.BuildViews;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.plan.Durations;
import dev.chandler.core.project.BuildSchedule;
import dev.chandler.core.project.BuiltImages;
import dev.chandler.core.run.Bugs;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Builds several manifests of a project, and says of each what has become of it. Used once.
 */
final class ProjectRun implements BuildSchedule.Work {

    /**
     * What is to become of one of them.
     *
     * @param planning what of the cache may be used
     * @param options what it is to leave
     * @param report is told of its result
     */
    record Wanted(PlanOptions planning, BuildOptions options, Report report) {}

    /** Tells of an image where somebody wants to know of it; what is thrown is the build's failure. */
    @FunctionalInterface
    interface Report {
        void on(BuildResult result);
    }

    private record Outcome(
            String words, Optional<BuildResult> result, List<Problem> problems, Optional<Path> log, ExitCode code) {}

    private final Console console;
    private final LoadedBuilds builds;
    private final Map<String, Wanted> wanted;
    private final BuiltImages images;
    private final BuildRun run;
    private final BuildViews views;
    private final boolean stacktrace;
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final AtomicBoolean leftSomething = new AtomicBoolean();

    ProjectRun(
            Console console,
            LoadedBuilds builds,
            Map<String, Wanted> wanted,
            BuiltImages images,
            BuildRun run,
            BuildViews views,
            boolean stacktrace) {
        this.console = console;
        this.builds = builds;
        this.wanted = wanted;
        this.images = images;
        this.run = run;
        this.views = views;
        this.stacktrace = stacktrace;
    }

    /**
     * Builds them all.
     *
     * @param atOnce how many at once
     * @throws BuildInterrupted if cancelled
     */
    void run(int atOnce) throws InterruptedException {
        try {
            new BuildSchedule(builds.order(), atOnce).run(this);
        } catch (InterruptedException e) {
            throw new BuildInterrupted(leftSomething.get(), e);
        }
    }

    @Override
    public boolean run(String name) throws InterruptedException {
        long begun = System.nanoTime();
        Listener listener = new Listener(views.of(name), wanted(name).report());
        try {
            run.build(onImages(name), wanted(name).planning(), wanted(name).options(), listener);
            listener.result.flatMap(BuildResult::artifact).ifPresent(artifact -> images.made(name, artifact));
            String took = Durations.words(Duration.ofNanos(System.nanoTime() - begun));
            outcomes.put(
                    name, new Outcome("built in " + took, listener.result, List.of(), Optional.empty(), ExitCode.DONE));
            return true;
        } catch (ChandlerException e) {
            failed(name, listener, e.problems(), e);
        } catch (BuildInterrupted e) {
            if (e.leftSomething()) {
                leftSomething.set(true);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            failed(name, listener, List.of(Bugs.problem(e)), e);
        }
        return false;
    }

    private void failed(String name, Listener listener, List<Problem> problems, Throwable error) {
        if (stacktrace) {
            error.printStackTrace(console.err());
        }
        outcomes.put(name, new Outcome("failed", Optional.empty(), problems, listener.log, ExitCode.of(error)));
    }

    private Wanted wanted(String name) {
        return Optional.ofNullable(wanted.get(name)).orElseThrow();
    }

    private Project onImages(String name) {
        Project project =
                Optional.ofNullable(builds.projects().get(name)).orElseThrow().named(name);
        return project.manifest()
                .baseBuild()
                .map(need -> project.on(images.image(need.build()).orElseThrow()))
                .orElse(project);
    }

    @Override
    public void skipped(String name, String need) {
        String why = "skipped, for it needs " + need;
        outcomes.put(name, new Outcome(why, Optional.empty(), List.of(), Optional.empty(), ExitCode.DONE));
        RunListener view = views.of(name);
        view.on(new RunEvent.Notice(why));
        view.on(new RunEvent.RunEnded(RunEvent.Outcome.CANCELLED, Duration.ZERO, 0, List.of()));
    }

    /** One build, as those hear of it who are told. */
    private static final class Listener implements BuildRun.Audience {

        private final RunListener view;
        private final Report report;
        private Optional<BuildResult> result = Optional.empty();
        private Optional<Path> log = Optional.empty();

        Listener(RunListener view, Report report) {
            this.view = view;
            this.report = report;
        }

        @Override
        public void on(RunEvent event) {
            view.on(event);
        }

        @Override
        public void result(BuildResult made) {
            report.on(made);
            result = Optional.of(made);
        }

        @Override
        public void log(Path file) {
            log = Optional.of(file);
        }
    }

    /**
     * Says what was wrong with each that failed.
     *
     * @return the worst of their exit codes
     */
    ExitCode problems() {
        ExitCode worst = ExitCode.DONE;
        for (String name : builds.order().builds()) {
            Outcome outcome = outcome(name);
            if (!outcome.problems().isEmpty()) {
                console.err().println("build " + name + ":");
                ProblemRenderer.render(outcome.problems())
                        .lines()
                        .forEach(line -> console.err().println("  " + line));
                outcome.log().ifPresent(file -> console.err().println("  log: " + file));
            }
            worst = outcome.code().code() > worst.code() ? outcome.code() : worst;
        }
        return worst;
    }

    /** Each build in a line, in their order. */
    String summary() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"BUILD", "IMAGE", "RESULT"});
        for (String name : builds.order().builds()) {
            Outcome outcome = outcome(name);
            String image = outcome.result()
                    .flatMap(BuildResult::artifact)
                    .map(artifact -> artifact.references().isEmpty()
                            ? artifact.id().toString()
                            : String.join(", ", artifact.references()))
                    .orElse("-");
            rows.add(new String[] {name, image, outcome.words()});
        }
        return Table.of(rows);
    }

    /** The images' ids behind the names of the builds. */
    List<String> ids() {
        return builds.order().builds().stream()
                .flatMap(name -> outcome(name).result().flatMap(BuildResult::artifact).stream()
                        .map(artifact -> name + " " + artifact.id()))
                .toList();
    }

    private Outcome outcome(String name) {
        return Optional.ofNullable(outcomes.get(name)).orElseThrow();
    }
}
