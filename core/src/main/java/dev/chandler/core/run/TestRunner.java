package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.Action;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.StateName;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TestPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs tests, each on a fork of its own; all of them, also when one is red. */
final class TestRunner {

    private final Engine engine;
    private final Base base;
    private final InstanceMaker maker;
    private final ActionRunner actions;
    private final StepReport report;
    private final EventBus events;
    private final CacheRecords records;
    private final WhatEnded ended;
    private final BuildOptions options;
    private final KeptInstances kept;
    private final InstanceReport instances;

    TestRunner(
            Engine engine,
            Base base,
            InstanceMaker maker,
            ActionRunner actions,
            StepReport report,
            EventBus events,
            CacheRecords records,
            WhatEnded ended,
            BuildOptions options,
            KeptInstances kept,
            InstanceReport instances) {
        this.engine = engine;
        this.base = base;
        this.maker = maker;
        this.actions = actions;
        this.report = report;
        this.events = events;
        this.records = records;
        this.ended = ended;
        this.options = options;
        this.kept = kept;
        this.instances = instances;
    }

    /**
     * Runs what has no verdict yet.
     *
     * @param plan has the tests, in manifest order
     * @param state what the forks are made of; empty for the base's own
     * @throws ProvisionException the problems of all red tests, in manifest order
     */
    void run(Plan plan, Optional<Snapshot> state) throws InterruptedException {
        List<Callable<Optional<ProvisionException>>> work = new ArrayList<>();
        plan.tests().forEach(test -> work.add(() -> verdict(plan, test, state)));
        List<Problem> problems = new ArrayList<>();
        for (Optional<ProvisionException> red : new WorkGroup(options.jobs()).run(work)) {
            red.ifPresent(failure -> problems.addAll(failure.problems()));
        }
        if (!problems.isEmpty()) {
            throw new ProvisionException(problems);
        }
    }

    private Optional<ProvisionException> verdict(Plan plan, TestPlan test, Optional<Snapshot> state)
            throws InterruptedException {
        boolean runsCommands = test.test().actions().stream().anyMatch(Action::runsCommands);
        try (BuildInstance fork = new BuildInstance(engine, base, maker, state, runsCommands, report, instances)) {
            if (test.status() == Status.HIT) {
                fork.hit(InstanceEvent.TEST_HIT);
                ended.isGreen(test);
                events.publish(
                        new RunEvent.StepHit(test.test().id(), test.test().title()));
                return Optional.empty();
            }
            return run(plan, test, fork);
        }
    }

    private Optional<ProvisionException> run(Plan plan, TestPlan test, BuildInstance fork) throws InterruptedException {
        String id = test.test().id();
        Map<String, Map<String, Digest>> read = new HashMap<>();
        try {
            report.step(id, test.test().title(), () -> {
                for (Action action : test.test().actions()) {
                    fork.run(instance -> noted(read, action, actions.run(action, id, instance, Optional.empty())));
                }
            });
        } catch (ProvisionException e) {
            kept.keepIfAsked(fork);
            return Optional.of(e);
        }
        TestPlan green = read.isEmpty() ? test : plan.observed(test, records.sealed(read));
        if (green.findable()) {
            records.verdict(plan, green, StateName.of(engine, base, fork.cursor()));
            ended.ran(green);
        }
        return Optional.empty();
    }

    private static void noted(Map<String, Map<String, Digest>> read, Action action, Map<String, Digest> answers) {
        if (action.observes()) {
            read.put(action.id(), answers);
        }
    }
}
