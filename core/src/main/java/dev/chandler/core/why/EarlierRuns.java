package dev.chandler.core.why;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The builds that a plan may be compared with, that which has most in common with it first; of equals, the last. Each is read when
 * it is needed, which mostly one is.
 */
final class EarlierRuns {

    private final CacheStorage cache;
    private final Manifest manifest;
    private final Plan plan;
    private final List<PlannedWork> tasks;
    private final List<PlannedWork> tests;
    private final BaseChanges base;
    private final Iterator<RunRecord> unread;
    private final List<ComparedRun> read = new ArrayList<>();

    EarlierRuns(
            CacheStorage cache,
            Manifest manifest,
            Plan plan,
            Engine engine,
            List<PlannedWork> tasks,
            List<PlannedWork> tests) {
        this.cache = cache;
        this.manifest = manifest;
        this.plan = plan;
        this.tasks = tasks;
        this.tests = tests;
        this.base = new BaseChanges(manifest, plan, new SmallTexts(cache, manifest.directory()));
        // A stable sort: the last build is first among equals.
        this.unread = records(cache, manifest, engine).stream()
                .sorted(Comparator.comparingInt((RunRecord record) -> ComparedRun.inCommon(record, plan, tasks))
                        .reversed())
                .iterator();
    }

    private static List<RunRecord> records(CacheStorage cache, Manifest manifest, Engine engine) {
        try {
            return new RunRecords(cache, manifest, engine).find();
        } catch (CacheException e) {
            // A plan without explanations is better than none; the planner has warned of the cache.
            return List.of();
        }
    }

    /** The nearest that knows something; if none does, the nearest of all. */
    Optional<ComparedRun> nearest(Predicate<ComparedRun> knows) throws InterruptedException {
        for (ComparedRun run : read) {
            if (knows.test(run)) {
                return Optional.of(run);
            }
        }
        for (Optional<ComparedRun> run = next(); run.isPresent(); run = next()) {
            if (knows.test(run.get())) {
                return run;
            }
        }
        return read.stream().findFirst();
    }

    /** Passes over those of which not everything is there. */
    private Optional<ComparedRun> next() throws InterruptedException {
        while (unread.hasNext()) {
            Optional<EarlierRun> run = earlier(unread.next());
            if (run.isPresent()) {
                ComparedRun compared = new ComparedRun(run.get(), manifest, plan, tasks, tests, base.since(run.get()));
                read.add(compared);
                return Optional.of(compared);
            }
        }
        return Optional.empty();
    }

    private Optional<EarlierRun> earlier(RunRecord record) {
        try {
            return EarlierRun.of(record, cache);
        } catch (CacheException e) {
            return Optional.empty();
        }
    }
}
