package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.RegisteredOutputs;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes preimages, verdicts and what steps register; where that cannot be done, the build loses time later, not its result. Thread-safe.
 *
 * <p>With a preimage goes all that it names by key, and all that those name, so that a key can be followed down to the base.
 */
final class CacheRecords {

    private final CacheStorage storage;
    private final EventBus events;
    private final Plan plan;
    private final Set<Digest> written = ConcurrentHashMap.newKeySet();
    /** The tasks whose preimages have not been written: from each checkpoint only what came since the one before. */
    private final Iterator<TaskPlan> unwritten;

    CacheRecords(CacheStorage storage, EventBus events, Plan plan) {
        this.storage = storage;
        this.events = events;
        this.plan = plan;
        this.unwritten = plan.tasks().iterator();
    }

    /** Keeps what the key of a task's state stands for. */
    void checkpoint(TaskPlan task) {
        preimage(plan.start());
        writeUpTo(Optional.of(task.preimage().key()));
    }

    private synchronized void writeUpTo(Optional<Digest> last) {
        while (unwritten.hasNext()) {
            TaskPlan task = unwritten.next();
            task.parts().forEach(this::preimage);
            preimage(task.preimage());
            if (last.filter(task.preimage().key()::equals).isPresent()) {
                return;
            }
        }
    }

    /** Keeps what was registered on the way to a task's state, where anything was. */
    void outputs(TaskPlan task, String state, Map<String, String> values) {
        if (!values.isEmpty()) {
            store(CacheStorage.Kind.OUTPUT, task.preimage().key(), RegisteredOutputs.text(state, values));
        }
    }

    /** Keeps that a test was green on a state, and what its key stands for. */
    void verdict(TestPlan test, String state) {
        preimage(plan.start());
        writeUpTo(Optional.empty());
        test.parts().forEach(this::preimage);
        preimage(test.preimage());
        store(CacheStorage.Kind.VERDICT, test.preimage().key(), state);
    }

    private void preimage(Preimage preimage) {
        if (written.add(preimage.key())) {
            store(CacheStorage.Kind.PREIMAGE, preimage.key(), preimage.text());
        }
    }

    private void store(CacheStorage.Kind kind, Digest key, String text) {
        try {
            storage.store(kind, key, text);
        } catch (CacheException e) {
            events.publish(new RunEvent.Notice(e.problems().get(0).toString()));
        }
    }
}
