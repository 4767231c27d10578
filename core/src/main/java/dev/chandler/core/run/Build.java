package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.artifact.ArtifactConfig;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.Task;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.StateName;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import dev.chandler.core.secret.Secrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Runs one plan: what the walk calls at each node, and the way out of it, whatever happens.
 *
 * <p>Used once. Cancelled by interrupting the thread that runs it. When {@link #run} ends, nothing of the build is left
 * on the engine but checkpoints, the image, and instances that were asked to be kept.
 */
final class Build implements GraphWalk.Visitor {

    private final Manifest manifest;
    private final Plan plan;
    private final Engine engine;
    private final String buildId;
    private final BuildOptions options;
    private final CacheRecords records;
    private final EventBus events;
    private final StepReport report;
    private final ActionRunner actions;
    private final Outputs outputs;
    private final SecretGuard guard;
    private final TestRunner tests;
    private final KeptInstances kept;
    private final BuildInstance main;
    private final InstanceReport instances;

    private Optional<Artifact> artifact = Optional.empty();
    private boolean sweep;
    private boolean left;

    Build(
            Manifest manifest,
            Plan plan,
            Engine engine,
            String buildId,
            BuildOptions options,
            CacheStorage cache,
            EventBus events,
            StepReport report,
            Surroundings surroundings,
            Secrets secrets) {
        this.manifest = manifest;
        this.plan = plan;
        this.engine = engine;
        this.buildId = buildId;
        this.options = options;
        this.records = new CacheRecords(cache, events, plan);
        this.events = events;
        this.report = report;
        this.outputs = new Outputs(plan.registered());
        this.actions = new ActionRunner(surroundings, events, outputs, secrets);
        this.guard = new SecretGuard(secrets);
        this.instances = new InstanceReport(events);
        this.kept = new KeptInstances(options.keepOnError(), events);
        this.tests = new TestRunner(engine, plan.base(), actions, report, events, records, options, kept, instances);
        boolean runsCommands = plan.tasks().stream()
                .filter(task -> task.status() == Status.RUN)
                .flatMap(task -> task.task().actions().stream())
                .anyMatch(Action::runsCommands);
        this.main = new BuildInstance(engine, plan.base(), plan.cursor(), runsCommands, report, instances);
    }

    BuildResult run() throws InterruptedException {
        try (main) {
            if (plan.graph().commits()) {
                checkedConfig();
            }
            GraphWalk.walk(plan, this);
        } catch (ProvisionException e) {
            throw e;
        } catch (InterruptedException | RuntimeException | Error e) {
            sweep = true;
            throw e;
        } finally {
            sweepIfNeeded();
        }
        return new BuildResult(artifact);
    }

    int instancesStarted() {
        return instances.count();
    }

    boolean leftSomething() {
        return kept.any() || left;
    }

    @Override
    public void task(TaskPlan task, boolean last) throws InterruptedException {
        if (task.status() == Status.HIT) {
            main.hit(InstanceEvent.TASK_HIT);
            task.task().actions().forEach(action -> events.publish(new RunEvent.StepHit(action.id(), action.title())));
            return;
        }
        try {
            main.run(instance -> branches(task.task(), instance));
            guard.given(task.task());
            keep(task, last);
        } catch (ProvisionException e) {
            kept.keepIfAsked(main);
            throw e;
        }
    }

    private void keep(TaskPlan task, boolean last) throws InterruptedException {
        boolean needed = plan.graph().commits() || !plan.tests().isEmpty();
        if (CheckpointRule.due(task, last, needed, plan.base(), main.cursor())) {
            checkpoint(task);
        }
    }

    private void branches(Task task, Instance instance) throws InterruptedException {
        if (!task.parallel()) {
            action(task.branches().get(0).get(0), instance, Optional.empty());
            return;
        }
        List<Callable<Task>> work = new ArrayList<>();
        for (List<Action> branch : task.branches()) {
            work.add(() -> {
                for (Action action : branch) {
                    action(action, instance, Optional.of(mark(action)));
                }
                return task;
            });
        }
        new WorkGroup(options.jobs()).run(work);
        instance.endProcesses(Optional.empty());
    }

    /** The same each time, for a step can see it, and of one length, so that none is the beginning of another. */
    private static String mark(Action action) {
        return Digest.of(action.id()).shortHex();
    }

    private void action(Action action, Instance instance, Optional<String> mark) throws InterruptedException {
        report.step(action.id(), action.title(), () -> actions.run(action, action.id(), instance, mark));
    }

    private void checkpoint(TaskPlan task) throws InterruptedException {
        Instant begun = report.now();
        if (task.keep()) {
            main.snapshot(Optional.of(task.preimage().key()), guard::check);
            records.checkpoint(task);
            records.outputs(task, StateName.of(engine, plan.base(), main.cursor()), outputs.all());
        } else {
            main.snapshot(Optional.empty(), guard::check);
            sweep = true;
        }
        guard.kept();
        events.publish(new RunEvent.CheckpointTaken(task.task().id(), report.since(begun)));
    }

    @Override
    public void tests(List<TestPlan> planned) throws InterruptedException {
        tests.run(planned, main.cursor());
    }

    @Override
    public void commit() throws InterruptedException {
        Instant begun = report.now();
        ArtifactSpec spec = new ArtifactSpec(
                plan.base(),
                main.cursor(),
                checkedConfig(),
                manifest.artifact().author(),
                manifest.artifact().created(),
                options.references());
        Artifact published = main.publish(spec);
        artifact = Optional.of(published);
        events.publish(new RunEvent.Published(published, report.since(begun)));
    }

    /** Asked before anything starts, and again when all secrets that this build needs are known. */
    private ImageConfig checkedConfig() {
        ImageConfig config =
                ArtifactConfig.of(plan.base().config(), manifest.artifact().config());
        guard.check(config, manifest.artifact().author().orElse(""), options.references());
        return config;
    }

    /** Removes what only this build needed: states without a key, and what a failure has left. */
    private void sweepIfNeeded() {
        if (!sweep && !instances.anyLeft()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            for (Resource resource : engine.resources()) {
                boolean ours = resource.buildId().filter(buildId::equals).isPresent();
                if (ours && !(kept.any() && resource.kind() == Resource.Kind.INSTANCE)) {
                    remove(resource);
                }
            }
        } catch (EngineException e) {
            stays("could not look for leftovers", e.problems().get(0).what());
        } catch (InterruptedException e) {
            left = true;
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One that stays keeps none of the others. */
    private void remove(Resource resource) throws InterruptedException {
        try {
            if (!engine.remove(resource)) {
                stays(resource.name() + " could not be removed", "something still uses it");
            }
        } catch (EngineException e) {
            stays(resource.name() + " could not be removed", e.problems().get(0).what());
        }
    }

    private void stays(String what, String why) {
        left = true;
        events.publish(new RunEvent.Notice(what + ": " + why + "; \"chandler reap\" does it later"));
    }
}
