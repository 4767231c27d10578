package dev.chandler.core.run;

import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import dev.chandler.core.why.RunNotes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What of a build has ended well, for the next one to compare itself with; no notes are made where nothing ran. Thread-safe. */
final class WhatEnded {

    private final CacheRecords records;
    private final Supplier<RunNotes> making;
    private final Map<String, TestPlan> green = new HashMap<>();
    private @Nullable RunNotes notes;
    private int tasks;

    WhatEnded(CacheRecords records, Supplier<RunNotes> making) {
        this.records = records;
        this.making = making;
    }

    /** A task ran to its end. */
    synchronized void ran(TaskPlan task) throws InterruptedException {
        if (task.findable()) {
            records.noting(() -> notes().ran(task.node()));
        }
    }

    /** A test ran, and was green. */
    synchronized void ran(TestPlan test) throws InterruptedException {
        if (test.findable()) {
            records.noting(() -> notes().ran(test.node()));
            isGreen(test);
        }
    }

    /** A test has a verdict. */
    synchronized void isGreen(TestPlan test) {
        green.put(test.test().id(), test);
    }

    /** The walk is behind a task. */
    synchronized void passed(int index) {
        tasks = index + 1;
    }

    private RunNotes notes() {
        RunNotes made = notes;
        if (made == null) {
            made = making.get();
            notes = made;
        }
        return made;
    }

    /** Notes which files are in mounted folders of the client, which takes reading them. */
    synchronized void mounts(Plan plan) throws InterruptedException {
        RunNotes made = notes;
        if (made != null) {
            records.noting(() -> made.mounts(plan));
        }
    }

    /** The build has come to its end, or something has failed; nothing of the client's is asked for. Only once. */
    synchronized void finish(Plan plan, Instant at) throws InterruptedException {
        RunNotes made = notes;
        if (made != null) {
            List<TestPlan> verdicts = plan.tests().stream()
                    .map(test -> green.get(test.test().id()))
                    .flatMap(Stream::ofNullable)
                    .toList();
            records.named(plan, tasks);
            records.noting(made::texts);
            records.noting(() -> made.ended(plan, tasks, verdicts, at));
            notes = null;
        }
    }
}
