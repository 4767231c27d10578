package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.artifact.ArtifactConfig;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.Task;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.CheckpointRule;
import dev.chandler.core.plan.MeasuredTimes;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.StateName;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.secret.SecretSearch;
import dev.chandler.core.secret.Secrets;
import dev.chandler.core.states.StateUses;
import dev.chandler.core.why.RunNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs one plan: what the walk calls at each node, and the way out of it, whatever happens.
 *
 * <p>Used once. Cancelled by interrupting the thread that runs it. When {@link #run} ends, nothing of the build is left
 * on the engine but checkpoints, the image, and instances that were asked to be kept.
 */
final class Build implements GraphWalk.Visitor {

    private final Manifest manifest;
    private final Engine engine;
    private final LiveBuilds.LiveBuild build;
    private final BuildOptions options;
    private final CacheRecords records;
    private final WhatEnded ended;
    private final UsedStates used;
    private final EventBus events;
    private final StepReport report;
    private final ActionRunner actions;
    private final Outputs outputs;
    private final SecretGuard guard;
    private final TestRunner tests;
    private final KeptInstances kept;
    private final CacheClaims caches;
    private final StepFolders folders;
    private final InstanceMaker maker;
    private final BuildInstance main;
    private final InstanceReport instances;
    private final CheckpointRule checkpoints;
    private final MeasuredTimes times;
    private final Map<TaskPlan, Duration> took = new LinkedHashMap<>();
    private final Claims claims;

    private Plan plan;
    private Optional<Artifact> artifact = Optional.empty();
    private boolean sweep;
    private boolean left;

    Build(
            Manifest manifest,
            Plan plan,
            Engine engine,
            LiveBuilds.LiveBuild build,
            BuildOptions options,
            CheckpointWish checkpoints,
            Optional<Replanning> replanning,
            CacheRecords records,
            MeasuredTimes times,
            CacheStorage cache,
            EventBus events,
            StepReport report,
            Surroundings surroundings,
            CacheClaims caches,
            KeptTools tools,
            Secrets secrets) {
        this.manifest = manifest;
        this.plan = plan;
        this.engine = engine;
        this.build = build;
        this.options = options;
        this.claims = new Claims(engine, replanning, events);
        this.records = records;
        this.times = times;
        this.ended = new WhatEnded(
                records,
                () -> new RunNotes(
                        cache,
                        manifest,
                        engine,
                        text -> new SecretSearch(secrets).text(text).isPresent()));
        this.used = new UsedStates(new StateUses(cache, engine), manifest);
        this.events = events;
        this.report = report;
        this.outputs = new Outputs(plan.registered());
        this.folders = new StepFolders(build.id(), engine, plan.instance().settings(), plan.actions());
        this.actions = new ActionRunner(surroundings, events, outputs, secrets, folders, options.keepOnError());
        this.guard = new SecretGuard(secrets);
        this.instances = new InstanceReport(events);
        this.kept = new KeptInstances(options.keepOnError(), events);
        this.caches = caches;
        this.maker = new InstanceMaker(
                engine, plan.base(), plan.instance().settings(), caches, tools, folders, options.caBundle());
        this.tests = new TestRunner(
                engine, plan.base(), maker, actions, report, events, records, ended, options, kept, instances);
        boolean runsCommands = plan.taskActions().anyMatch(Action::runsCommands);
        this.main = new BuildInstance(engine, plan.base(), maker, plan.cursor(), runsCommands, report, instances);
        this.checkpoints = new CheckpointRule(plan, checkpoints, times::state);
    }

    BuildResult run() throws InterruptedException {
        try (caches;
                folders;
                main) {
            if (plan.graph().commits()) {
                checkedConfig();
            }
            GraphWalk.walk(plan.graph(), this);
            // Before the instance is waited for, which may take longer than that.
            remember(true);
        } catch (ProvisionException e) {
            remember(true);
            throw e;
        } catch (ChandlerException e) {
            // The states that were kept until then stay, and are to be explained.
            sweep = true;
            remember(false);
            throw e;
        } catch (InterruptedException | RuntimeException | Error e) {
            sweep = true;
            throw e;
        } finally {
            sweepIfNeeded();
        }
        return artifact.isPresent()
                ? new OutputRunner(engine, events, report).run(artifact.get(), options.outputs())
                : new BuildResult(Optional.empty(), List.of(), List.of());
    }

    /**
     * Has the next build know what this one has done; once.
     *
     * @param withMounts whether the client's folders that are mounted are looked at
     */
    private void remember(boolean withMounts) throws InterruptedException {
        took.forEach(times::taskTook);
        took.clear();
        records.noting(() -> used.note(report.now()));
        if (withMounts) {
            ended.mounts(plan);
        }
        ended.finish(plan, report.now());
    }

    int instancesStarted() {
        return instances.count();
    }

    boolean leftSomething() {
        return kept.any() || left;
    }

    @Override
    public void task(int index) throws InterruptedException {
        visit(index);
        ended.passed(index);
    }

    private void visit(int index) throws InterruptedException {
        if (!plan.tasks().get(index).task().changesState()) {
            take(plan.tasks().get(index));
            return;
        }
        if (plan.tasks().get(index).status() == Status.RUN && !main.started()) {
            plan = claims.settle(plan, main);
            plan.registered().forEach(outputs::put);
        }
        TaskPlan planned = plan.tasks().get(index);
        if (planned.status() == Status.HIT) {
            main.hit(InstanceEvent.TASK_HIT);
            used.add(planned);
            planned.task()
                    .actions()
                    .forEach(action -> events.publish(new RunEvent.StepHit(action.id(), action.title())));
            return;
        }
        keepingOnError(() -> {
            Map<String, Map<String, Digest>> read = new ConcurrentHashMap<>();
            main.run(instance -> timed(planned, instance, read));
            guard.given(planned.task());
            TaskPlan task = observed(index, read);
            ended.ran(task);
            int depth = main.cursor().map(Snapshot::depth).orElse(plan.base().depth()) + 1;
            switch (checkpoints.after(plan.tasks(), index, depth).fate()) {
                case KEPT -> checkpoint(task, true);
                case PASSING -> checkpoint(task, false);
                case NONE -> {}
            }
        });
    }

    private void timed(TaskPlan planned, Instance instance, Map<String, Map<String, Digest>> read)
            throws InterruptedException {
        Instant begun = report.now();
        branches(planned.task(), instance, read);
        Duration time = report.since(begun);
        checkpoints.ran(time);
        took.put(planned, time);
    }

    /** Has the keys from a task on follow from what it has read in this run, and the next build know what to ask for. */
    private TaskPlan observed(int index, Map<String, Map<String, Digest>> read) throws InterruptedException {
        if (!read.isEmpty()) {
            plan = plan.observed(index, records.sealed(read));
            build.needs(plan.keys());
            if (plan.tasks().get(index).findable()) {
                records.observed(plan.tasks().get(index).keyed());
            }
        }
        return plan.tasks().get(index);
    }

    /**
     * Runs a task that changes nothing: in the instance where there is one, else in one of its own that is made of the state
     * that the task stands behind, which need not be the last that is there.
     */
    private void take(TaskPlan task) throws InterruptedException {
        Action action = task.task().actions().get(0);
        BuildInstance.Work work = instance -> action(action, instance, Optional.empty(), new HashMap<>());
        if (main.started()) {
            keepingOnError(() -> main.run(work));
            guard.given(task.task());
            return;
        }
        Optional<Snapshot> state = task.preimage().key().equals(plan.start().key())
                ? Optional.empty()
                : engine.findCheckpoint(List.of(task.preimage().key()));
        if (state.isEmpty() && !task.preimage().key().equals(plan.start().key())) {
            throw new EngineException(Problem.of(
                            "CH-GET-003", "the state that step \"" + action.id() + "\" takes something out of is gone")
                    .because("it was removed while the build was running")
                    .remedy("run again"));
        }
        try (BuildInstance aside =
                new BuildInstance(engine, plan.base(), maker, state, action.runsCommands(), report, instances)) {
            try {
                aside.run(work);
            } catch (ProvisionException e) {
                kept.keepIfAsked(aside);
                throw e;
            }
        }
    }

    /** What fails in the main instance may be looked at there. */
    private void keepingOnError(Interruptible work) throws InterruptedException {
        try {
            work.run();
        } catch (ProvisionException e) {
            kept.keepIfAsked(main);
            throw e;
        }
    }

    private void branches(Task task, Instance instance, Map<String, Map<String, Digest>> read)
            throws InterruptedException {
        if (!task.parallel()) {
            action(task.branches().get(0).get(0), instance, Optional.empty(), read);
            return;
        }
        List<Callable<Task>> work = new ArrayList<>();
        for (List<Action> branch : task.branches()) {
            work.add(() -> {
                for (Action action : branch) {
                    action(action, instance, Optional.of(mark(action)), read);
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

    /** What an action has read goes to the map, where it observes anything. */
    private void action(Action action, Instance instance, Optional<String> mark, Map<String, Map<String, Digest>> read)
            throws InterruptedException {
        report.step(action.id(), action.title(), () -> {
            Map<String, Digest> answers = actions.run(action, action.id(), instance, mark);
            if (action.observes()) {
                read.put(action.id(), answers);
            }
        });
    }

    private void checkpoint(TaskPlan task, boolean keep) throws InterruptedException {
        Instant begun = report.now();
        if (keep) {
            main.snapshot(Optional.of(task.preimage().key()), guard::check);
            used.add(task);
            records.checkpoint(plan, task);
            records.outputs(task, StateName.of(engine, plan.base(), main.cursor()), outputs.all());
        } else {
            main.snapshot(Optional.empty(), guard::check);
            sweep = true;
        }
        Duration took = report.since(begun);
        checkpoints.taken(took);
        times.stateTook(took);
        guard.kept();
        events.publish(new RunEvent.CheckpointTaken(task.task().id(), took));
    }

    @Override
    public void tests() throws InterruptedException {
        tests.run(plan, main.cursor());
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
                options.allReferences());
        Artifact published = main.publish(spec);
        artifact = Optional.of(published);
        records.published(engine, spec, published);
        events.publish(new RunEvent.Published(published, report.since(begun)));
    }

    /** Asked before anything starts, and again when all secrets that this build needs are known. */
    private ImageConfig checkedConfig() {
        ImageConfig config =
                ArtifactConfig.of(plan.base().config(), manifest.artifact().config());
        guard.check(config, manifest.artifact().author().orElse(""), options.allReferences());
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
                boolean ours = resource.buildId().filter(build.id()::equals).isPresent();
                if (ours && !(kept.any() && resource.kind() == Resource.Kind.INSTANCE)) {
                    remove(resource);
                }
            }
        } catch (EngineException | PluginException e) {
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
        } catch (EngineException | PluginException e) {
            stays(resource.name() + " could not be removed", e.problems().get(0).what());
        }
    }

    private void stays(String what, String why) {
        left = true;
        events.publish(new RunEvent.Notice(what + ": " + why + "; \"chandler reap\" does it later"));
    }
}
