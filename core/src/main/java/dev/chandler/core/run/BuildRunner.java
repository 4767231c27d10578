package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs plans, and says of each run how it ended. Thread-safe. */
public final class BuildRunner {

    private final CacheStorage cache;
    private final Clock clock;
    private final Map<String, String> clientEnvironment;

    /**
     * Makes a runner.
     *
     * @param cache where preimages and verdicts are kept
     * @param clock tells how long things take
     * @param clientEnvironment where steps' proxies come from
     */
    public BuildRunner(CacheStorage cache, Clock clock, Map<String, String> clientEnvironment) {
        this.cache = cache;
        this.clock = clock;
        this.clientEnvironment = Map.copyOf(clientEnvironment);
    }

    /**
     * Runs a plan to its end.
     *
     * @param manifest what is built
     * @param plan how
     * @param engine where
     * @param engineReason why there, in words
     * @param build the build's own registration
     * @param options how it is to go
     * @param replanning looks what others have made meanwhile; empty for a build that takes nothing from the cache
     * @param events who is told
     * @return what it has left, and why not all of it, where the image is there and could not be brought everywhere
     * @throws ChandlerException if it did not end well otherwise, with all problems
     * @throws InterruptedException if cancelled; everything is cleaned up then
     */
    public BuildResult run(
            Manifest manifest,
            Plan plan,
            Engine engine,
            String engineReason,
            LiveBuilds.LiveBuild build,
            BuildOptions options,
            Optional<Replanning> replanning,
            EventBus events)
            throws InterruptedException {
        StepReport report = new StepReport(events, clock);
        Instant begun = report.now();
        events.publish(new RunEvent.RunStarted(
                build.id(),
                manifest.name(),
                engine.id(),
                engine.endpoint().address(),
                engineReason,
                plan.base().reference().toString(),
                plan.graph().steps().size()));
        plan.warnings().forEach(warning -> events.publish(new RunEvent.Notice(warning.toString())));
        Optional<Build> run = Optional.empty();
        RunEvent.Outcome outcome = RunEvent.Outcome.FAILED;
        List<Problem> problems = List.of();
        try {
            build.uses(engine);
            Surroundings surroundings = new Surroundings(
                    plan.base().config(), clientEnvironment, options.caBundle().isPresent());
            CacheClaims caches = new CacheClaims(build.caches(), build.id(), engine, plan.instance(), events);
            run = Optional.of(new Build(
                    manifest,
                    plan,
                    engine,
                    build.id(),
                    options,
                    replanning,
                    cache,
                    events,
                    report,
                    surroundings,
                    caches));
            BuildResult result = run.get().run();
            problems = result.problems();
            outcome = problems.isEmpty() ? RunEvent.Outcome.SUCCEEDED : RunEvent.Outcome.FAILED;
            return result;
        } catch (ChandlerException e) {
            problems = e.problems();
            throw e;
        } catch (InterruptedException e) {
            outcome = RunEvent.Outcome.CANCELLED;
            throw e;
        } catch (RuntimeException | Error e) {
            problems = List.of(Bugs.problem(e));
            throw e;
        } finally {
            if (run.filter(Build::leftSomething).isPresent()) {
                build.leaveSomething();
            }
            int instances = run.map(Build::instancesStarted).orElse(0);
            events.publish(new RunEvent.RunEnded(outcome, report.since(begun), instances, problems));
        }
    }
}
