package dev.chandler.core.run;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a build with its state machine: the main one, or a test's fork.
 *
 * <p>It is made when the first task misses, from the state at the cursor. Each method sends the events of what it does,
 * so that nothing can be done in a state in which {@link Transitions} does not have it. Confined to one thread; what runs
 * in it may use several.
 */
final class BuildInstance implements AutoCloseable {

    /** What a task does in an instance that is ready. */
    @FunctionalInterface
    interface Work {
        void run(Instance instance) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Making {
        Optional<Instance> make() throws InterruptedException;
    }

    @FunctionalInterface
    private interface Operation<T> {
        T run() throws InterruptedException;
    }

    private final Engine engine;
    private final Base base;
    private final InstanceMaker maker;
    private final boolean runsCommands;
    private final StepReport report;
    private final InstanceReport instances;
    private final StateMachine machine = new StateMachine();

    private Optional<Snapshot> cursor;
    private @Nullable Instance instance;

    /**
     * Makes a cold instance.
     *
     * @param maker makes what it stands for
     * @param cursor the state to start from; empty for the base's own
     * @param runsCommands whether anything that will be done in it starts a process
     * @param report tells the time
     * @param instances is told what becomes of it
     */
    BuildInstance(
            Engine engine,
            Base base,
            InstanceMaker maker,
            Optional<Snapshot> cursor,
            boolean runsCommands,
            StepReport report,
            InstanceReport instances) {
        this.engine = engine;
        this.base = base;
        this.maker = maker;
        this.cursor = cursor;
        this.runsCommands = runsCommands;
        this.report = report;
        this.instances = instances;
    }

    /** The last state that is kept; what a fork starts from and what is published. */
    Optional<Snapshot> cursor() {
        return cursor;
    }

    /** Whether there is an instance. */
    boolean started() {
        return instance != null;
    }

    /** Has the instance, of which there is none yet, start from a later state. */
    void moveTo(Optional<Snapshot> later) {
        if (instance != null) {
            throw new IllegalStateException("there is an instance in " + machine.state());
        }
        cursor = later;
    }

    void hit(InstanceEvent event) {
        machine.fire(event);
    }

    /** Runs a task, in an instance made now if there is none. */
    void run(Work work) throws InterruptedException {
        Instance ready = instance == null ? start() : instance;
        machine.fire(InstanceEvent.TASK);
        guarded(() -> {
            work.run(ready);
            return ready;
        });
        machine.fire(InstanceEvent.TASK_OK);
    }

    private Instance start() throws InterruptedException {
        return start(() -> Optional.of(maker.make(cursor, runsCommands))).orElseThrow();
    }

    /**
     * Makes the instance, if there is none, with a claim on the states that it is to make.
     *
     * @param keys the states' keys, in order
     * @return false if another build has claimed the first of them
     */
    boolean claim(List<Digest> keys) throws InterruptedException {
        return instance != null
                || start(() -> maker.claim(cursor, runsCommands, keys)).isPresent();
    }

    private Optional<Instance> start(Making making) throws InterruptedException {
        machine.fire(InstanceEvent.TASK_MISS);
        Instant begun = report.now();
        Optional<Instance> answer = guarded(making::make);
        if (answer.isEmpty()) {
            machine.fire(InstanceEvent.TAKEN);
            return answer;
        }
        Instance made = answer.get();
        instance = made;
        machine.fire(InstanceEvent.STARTED);
        String from = cursor.isPresent() ? "a checkpoint" : base.reference().toString();
        instances.started(made.name(), from, report.since(begun));
        return answer;
    }

    /**
     * Keeps the state and moves the cursor to it: under its key, or without one for as long as the build lasts.
     *
     * @param check what is done before; where it throws, nothing is kept
     */
    void snapshot(Optional<Digest> key, Work check) throws InterruptedException {
        machine.fire(key.isPresent() ? InstanceEvent.CHECKPOINT_DUE : InstanceEvent.FORK_DUE);
        cursor = Optional.of(guarded(() -> {
            check.run(running());
            return running().snapshot(key);
        }));
        machine.fire(InstanceEvent.SNAPSHOT_DONE);
    }

    /** Publishes the state at the cursor; the caller has seen all tests green. The instance may go meanwhile. */
    Artifact publish(ArtifactSpec spec) throws InterruptedException {
        machine.fire(InstanceEvent.COMMIT);
        Artifact artifact = guarded(() -> {
            if (instance != null) {
                instance.retire();
            }
            return engine.publish(spec);
        });
        machine.fire(InstanceEvent.PUBLISHED);
        return artifact;
    }

    /** Lets the instance stay for somebody to look into. */
    Optional<String> keep() {
        Instance left = instance;
        if (left == null) {
            return Optional.empty();
        }
        left.keep();
        return Optional.of(left.name());
    }

    private Instance running() {
        Instance running = instance;
        if (running == null) {
            throw new IllegalStateException("no instance in " + machine.state());
        }
        return running;
    }

    /** Sends the event of what went wrong; nothing can be done after that but to close. */
    private <T> T guarded(Operation<T> operation) throws InterruptedException {
        try {
            return operation.run();
        } catch (InterruptedException e) {
            machine.fire(InstanceEvent.CANCELLED);
            throw e;
        } catch (EngineException e) {
            machine.fire(InstanceEvent.LOST);
            throw e;
        } catch (RuntimeException | Error e) {
            machine.fire(InstanceEvent.FAILED);
            throw e;
        }
    }

    /** Removes what there is of the instance, in whatever state; where that fails, it is reported. Idempotent. */
    @Override
    public void close() {
        if (machine.state() == InstanceState.CLOSED) {
            return;
        }
        if (machine.state() != InstanceState.CLOSING) {
            machine.fire(InstanceEvent.CLOSE);
        }
        if (instance != null) {
            release(instance);
        }
        if (machine.state() == InstanceState.CLOSING) {
            machine.fire(InstanceEvent.RELEASED);
        }
    }

    private void release(Instance released) {
        try {
            released.close();
        } catch (EngineException | PluginException e) {
            instances.notRemoved(released.name(), e);
        }
    }
}
