package dev.chandler.cli.command;

import dev.chandler.api.event.RunEvent;
import dev.chandler.api.event.RunListener;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.cli.progress.ProgressView;
import dev.chandler.cli.progress.RunLog;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.EngineRequest;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.BuildResult;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds one manifest: registers the build, finds an engine, keeps a log.
 *
 * <p>Thread-safe: each call is a build of its own.
 */
final class BuildRun {

    private final Wiring wiring;
    private final Console console;
    private final Chandler chandler;
    private final EngineRequest engine;

    BuildRun(Wiring wiring, Console console, Chandler chandler, EngineRequest engine) {
        this.wiring = wiring;
        this.console = console;
        this.chandler = chandler;
        this.engine = engine;
    }

    /** Who is told of a build. */
    interface Audience extends RunListener {

        /** The build has ended well as far as the engine goes; what is thrown here is its failure. */
        void result(BuildResult result);

        /** The build has failed, and this is its log. */
        void log(Path file);
    }

    /**
     * Builds.
     *
     * @throws ChandlerException if it failed
     * @throws BuildInterrupted if it was cancelled
     */
    void build(Project project, PlanOptions planning, BuildOptions options, Audience audience)
            throws InterruptedException {
        if (Thread.interrupted()) {
            // Locking a file would fail in a way of its own.
            throw new InterruptedException();
        }
        try (LiveBuild build = wiring.builds().start();
                RunLog log = RunLog.open(wiring.folders().state().resolve("logs"), build.id())) {
            try {
                build(project, planning, options, build, new EventBus(List.of(audience, log)), audience::result);
            } catch (InterruptedException e) {
                throw new BuildInterrupted(build.leftSomething(), e);
            } catch (ChandlerException e) {
                log.file().ifPresent(audience::log);
                throw e;
            }
        }
    }

    /**
     * Builds what is built by itself.
     *
     * @param project what it is made of
     * @param wanted what is to become of it
     * @param view shows what goes on
     * @throws ChandlerException if it failed
     * @throws BuildInterrupted if it was cancelled
     */
    void build(Project project, ProjectRun.Wanted wanted, ProgressView view) throws InterruptedException {
        build(project, wanted.planning(), wanted.options(), new Audience() {

            @Override
            public void on(RunEvent event) {
                view.on(event);
            }

            @Override
            public void result(BuildResult result) {
                wanted.report().on(result);
            }

            @Override
            public void log(Path file) {
                console.err().println("log: " + file);
            }
        });
    }

    private void build(
            Project project,
            PlanOptions planning,
            BuildOptions options,
            LiveBuild build,
            EventBus events,
            Consumer<BuildResult> done)
            throws InterruptedException {
        EngineChoice choice = wiring.engines(build.id()).select(engine);
        try {
            done.accept(chandler.build(project, choice, build, planning, options, events));
        } finally {
            close(choice, build);
        }
    }

    /** What stays on the engine does not make a good build a bad one, but "reap" has to know of it. */
    private void close(EngineChoice choice, LiveBuild build) {
        try {
            choice.close();
        } catch (EngineException | PluginException e) {
            build.leaveSomething();
            console.err().println("note: " + e.problems().get(0).what() + "; \"chandler reap\" removes what is left");
        }
    }
}
