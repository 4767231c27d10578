package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.SecretSpec;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.plan.MeasuredTimes;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.secret.Masking;
import dev.chandler.core.secret.RegistryLogins;
import dev.chandler.core.secret.SecretSources;
import dev.chandler.core.secret.Secrets;
import dev.chandler.core.toolbox.Toolbox;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs plans, and says of each run how it ended. Thread-safe. */
public final class BuildRunner {

    private final CacheStorage cache;
    private final Seal seal;
    private final Clock clock;
    private final Map<String, String> clientEnvironment;
    private final SecretSources secretSources;

    /**
     * Makes a runner.
     *
     * @param cache where preimages and verdicts are kept
     * @param seal makes the digests of what steps read from outside
     * @param clock tells how long things take
     * @param clientEnvironment where steps' proxies, and secrets, come from
     * @param logins where secrets for registries come from
     */
    public BuildRunner(
            CacheStorage cache, Seal seal, Clock clock, Map<String, String> clientEnvironment, RegistryLogins logins) {
        this.cache = cache;
        this.seal = seal;
        this.clock = clock;
        this.clientEnvironment = Map.copyOf(clientEnvironment);
        this.secretSources = new SecretSources(clientEnvironment, logins);
    }

    /**
     * Runs a plan to its end.
     *
     * @param manifest what is built
     * @param plan how
     * @param toolbox the tools that its instances have mounted
     * @param engine where
     * @param engineReason why there, in words
     * @param build the build's own registration
     * @param options how it is to go
     * @param checkpoints after which steps the state is kept
     * @param replanning looks what others have made meanwhile; empty for a build that takes nothing from the cache
     * @param listeners who is told
     * @return what it has left, and why not all of it, where the image is there and could not be brought everywhere
     * @throws ChandlerException if it did not end well otherwise, with all problems
     * @throws InterruptedException if cancelled; everything is cleaned up then
     */
    public BuildResult run(
            Manifest manifest,
            Plan plan,
            Optional<Toolbox> toolbox,
            Engine engine,
            String engineReason,
            LiveBuilds.LiveBuild build,
            BuildOptions options,
            CheckpointWish checkpoints,
            Optional<Replanning> replanning,
            EventBus listeners)
            throws InterruptedException {
        Secrets secrets =
                new Secrets(secretSources, problem -> listeners.publish(new RunEvent.Notice(problem.toString())));
        Masking masking = secrets.masking();
        EventBus events = new EventBus(List.of(event -> listeners.publish(masking.event(event))));
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
            secrets.requirePassive(needed(plan));
            KeptTools tools = new KeptTools(engine, plan.base(), toolbox, cache);
            Surroundings surroundings = new Surroundings(
                    plan.base().config(), clientEnvironment, options.caBundle().isPresent(), tools);
            CacheClaims caches = new CacheClaims(build.caches(), build.id(), engine, plan.instance(), events);
            run = Optional.of(new Build(
                    manifest,
                    plan,
                    engine,
                    build,
                    options,
                    checkpoints,
                    replanning,
                    new CacheRecords(cache, seal, events),
                    new MeasuredTimes(cache, engine),
                    cache,
                    events,
                    report,
                    surroundings,
                    caches,
                    tools,
                    secrets));
            BuildResult result = run.get().run();
            problems = result.problems();
            outcome = problems.isEmpty() ? RunEvent.Outcome.SUCCEEDED : RunEvent.Outcome.FAILED;
            return result.with(masking.problems(problems));
        } catch (ChandlerException e) {
            problems = e.problems();
            throw masking.error(e);
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

    private static Set<SecretSpec> needed(Plan plan) {
        return plan.actions()
                .flatMap(action -> action.spec().secrets().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
