package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.observe.ObservationRecords;
import dev.chandler.core.observe.Observations;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.plan.Keyed;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.PublishedImages;
import dev.chandler.core.plan.RegisteredOutputs;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes preimages, verdicts, what steps register and what they read from outside; where that cannot be done, the build loses time later, not its result. Thread-safe.
 *
 * <p>With a preimage goes all that it names by key, and all that those name, so that a key can be followed down to the base.
 */
final class CacheRecords {

    private final CacheStorage storage;
    private final ObservationRecords observations;
    private final EventBus events;
    private final Set<Digest> written = ConcurrentHashMap.newKeySet();
    /** The first task whose preimages have not been written: from each checkpoint only what came since the one before. */
    private int unwritten;

    /**
     * Makes a writer for one build.
     *
     * @param seal makes the digests of what steps read from outside
     */
    CacheRecords(CacheStorage storage, Seal seal, EventBus events) {
        this.storage = storage;
        this.observations = new ObservationRecords(storage, seal);
        this.events = events;
    }

    /** Keeps what the key of a task's state stands for. */
    void checkpoint(Plan plan, TaskPlan task) {
        preimage(plan.start());
        writeUpTo(plan, Optional.of(task.preimage().key()));
    }

    private synchronized void writeUpTo(Plan plan, Optional<Digest> last) {
        while (unwritten < plan.tasks().size()) {
            TaskPlan task = plan.tasks().get(unwritten++);
            keyed(task.keyed());
            if (last.filter(task.preimage().key()::equals).isPresent()) {
                return;
            }
        }
    }

    private void keyed(Keyed keyed) {
        keyed.parts().forEach(this::preimage);
        preimage(keyed.preimage());
    }

    /**
     * Seals what actions have read.
     *
     * @param read answers by name, by the actions' ids
     * @return the same, sealed; none where that cannot be done: they cannot be found again then
     */
    Map<String, Observations> sealed(Map<String, Map<String, Digest>> read) {
        Map<String, Observations> sealed = new HashMap<>();
        try {
            read.forEach((action, answers) -> sealed.put(action, observations.seal(answers)));
        } catch (CacheException e) {
            notice(e);
            return Map.of();
        }
        return sealed;
    }

    /** Keeps what was read from outside, for the next build to ask for it. */
    void observed(Keyed keyed) {
        keyed.observed().forEach((step, read) -> trying(() -> observations.store(step, read)));
    }

    /** Keeps what was registered on the way to a task's state, where anything was. */
    void outputs(TaskPlan task, String state, Map<String, String> values) {
        if (!values.isEmpty()) {
            store(CacheStorage.Kind.OUTPUT, task.preimage().key(), RegisteredOutputs.text(state, values));
        }
    }

    /** Keeps that a test was green on a state, and what its key stands for. */
    void verdict(Plan plan, TestPlan test, String state) {
        preimage(plan.start());
        writeUpTo(plan, Optional.empty());
        keyed(test.keyed());
        observed(test.keyed());
        store(CacheStorage.Kind.VERDICT, test.preimage().key(), state);
    }

    /** Keeps what the keys of a plan's first tasks stand for, also of those whose states were not kept. */
    void named(Plan plan, int tasks) {
        preimage(plan.start());
        plan.tasks().subList(0, tasks).stream().filter(TaskPlan::findable).forEach(task -> keyed(task.keyed()));
    }

    /** Notes something for people; without it, nothing is different but what they are told. */
    void noting(Interruptible write) throws InterruptedException {
        try {
            write.run();
        } catch (ChandlerException e) {
            notice(e);
        }
    }

    /** Keeps which image a state was published as. */
    void published(Engine engine, ArtifactSpec spec, Artifact image) {
        trying(() -> new PublishedImages(storage).keep(engine, spec, image));
    }

    private void preimage(Preimage preimage) {
        if (written.add(preimage.key())) {
            store(CacheStorage.Kind.PREIMAGE, preimage.key(), preimage.text());
        }
    }

    private void store(CacheStorage.Kind kind, Digest key, String text) {
        trying(() -> storage.store(kind, key, text));
    }

    private void trying(Runnable write) {
        try {
            write.run();
        } catch (CacheException e) {
            notice(e);
        }
    }

    private void notice(ChandlerException e) {
        events.publish(new RunEvent.Notice(e.problems().get(0).toString()));
    }
}
