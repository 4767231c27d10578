package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.Task;
import dev.chandler.core.graph.Test;
import dev.chandler.core.observe.Observations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the key of a task or a test is made of, but for the state that it stands on and what its steps read from outside.
 *
 * <p>Its steps are described once, for that may have files read: so one plan takes them for what they were when it was made, also where
 * the keys after a step are made anew because of what it has read. Immutable.
 */
public final class NodeKey {

    /** How the key follows from those of the steps. */
    private enum Kind {
        /** The state after it is that before it, and has its key. */
        UNCHANGED,
        /** It is never found again. */
        ONCE,
        /** It cannot be said yet what it depends on. */
        UNKNOWN,
        STEP,
        PARALLEL,
        TEST
    }

    /** An action and its preimage, on top of nothing yet. */
    private record Described(Action action, Preimage preimage) {}

    private final Kind kind;
    private final List<List<Described>> branches;
    private final String unknown;

    private NodeKey(Kind kind, List<List<Described>> branches) {
        this(kind, branches, "");
    }

    private NodeKey(Kind kind, List<List<Described>> branches, String unknown) {
        this.kind = kind;
        this.branches = branches;
        this.unknown = unknown;
    }

    /**
     * What one of the node's actions depends on, but for the state it stands on and what it reads from outside.
     *
     * @param branch the number of its branch
     * @param action the action
     * @param preimage its key's
     */
    public record Input(int branch, Action action, Preimage preimage) {}

    /**
     * What the node depends on.
     *
     * @return for each action in order; none where that is not known, or the node is never found again
     */
    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            for (Described each : branches.get(i)) {
                inputs.add(new Input(i, each.action(), each.preimage()));
            }
        }
        return List.copyOf(inputs);
    }

    /** Why it cannot be said yet what the node depends on; empty where it can. */
    String unknown() {
        return unknown;
    }

    /** What tells it from others, whatever state it stands on; empty where nothing is known of it beforehand. */
    Optional<Digest> alone() {
        List<String> steps = branches.stream()
                .flatMap(List::stream)
                .map(step -> step.preimage().key().toString())
                .toList();
        return steps.isEmpty() ? Optional.empty() : Optional.of(Digest.of(String.join("\n", steps)));
    }

    /**
     * Describes a task.
     *
     * @param repeatable whether any step may be found again
     */
    static NodeKey of(Task task, boolean repeatable) throws InterruptedException {
        if (!task.changesState()) {
            return new NodeKey(Kind.UNCHANGED, List.of());
        }
        if (!task.cached() || !repeatable) {
            return new NodeKey(Kind.ONCE, List.of());
        }
        Optional<NodeKey> unknown = unknown(task.actions());
        if (unknown.isPresent()) {
            return unknown.get();
        }
        List<List<Described>> branches = new ArrayList<>();
        for (List<Action> branch : task.branches()) {
            branches.add(described(branch));
        }
        return new NodeKey(task.parallel() ? Kind.PARALLEL : Kind.STEP, List.copyOf(branches));
    }

    /** Describes a test. */
    static NodeKey of(Test test) throws InterruptedException {
        Optional<NodeKey> unknown = unknown(test.actions());
        return unknown.isPresent() ? unknown.get() : new NodeKey(Kind.TEST, List.of(described(test.actions())));
    }

    private static Optional<NodeKey> unknown(List<Action> actions) {
        return actions.stream()
                .flatMap(action -> action.unknown().stream())
                .findFirst()
                .map(why -> new NodeKey(Kind.UNKNOWN, List.of(), why));
    }

    private static List<Described> described(List<Action> actions) throws InterruptedException {
        List<Described> all = new ArrayList<>();
        for (Action action : actions) {
            all.add(new Described(action, StepKeys.action(action)));
        }
        return List.copyOf(all);
    }

    /**
     * Makes the key on a state.
     *
     * @param state what the state's key stands for
     * @param known whether that can be found again
     * @param observer says what the steps read from outside; where it does not know, the key is not known either
     */
    Keyed on(Preimage state, boolean known, Observer observer) throws InterruptedException {
        if (kind == Kind.UNCHANGED) {
            return new Keyed(state, List.of(), known, Map.of());
        }
        if (kind == Kind.ONCE || kind == Kind.UNKNOWN || !known) {
            return new Keyed(once(state.key()), List.of(), kind == Kind.ONCE && known, Map.of());
        }
        Chains chains = new Chains(observer);
        List<Digest> ends = new ArrayList<>();
        for (List<Described> branch : branches) {
            Optional<Digest> end = chains.end(state.key(), branch);
            if (end.isEmpty()) {
                return new Keyed(once(state.key()), List.of(), false, Map.of());
            }
            ends.add(end.get());
        }
        return chains.keyed(state.key(), ends);
    }

    private static Preimage once(Digest parent) {
        return Preimage.of("chandler.uncached.v1")
                .field("parent", parent)
                .field("once", UUID.randomUUID().toString())
                .build();
    }

    /** The keys of actions one on the other. */
    private final class Chains {

        private final Observer observer;
        private final List<Preimage> parts = new ArrayList<>();
        private final Map<Digest, Observations> observed = new HashMap<>();

        Chains(Observer observer) {
            this.observer = observer;
        }

        Optional<Digest> end(Digest parent, List<Described> actions) throws InterruptedException {
            Digest key = parent;
            for (Described each : actions) {
                Preimage step = each.preimage().on(key);
                parts.add(step);
                key = step.key();
                if (each.action().observes()) {
                    Optional<Observations> read = observer.observed(each.action(), key);
                    if (read.isEmpty()) {
                        return Optional.empty();
                    }
                    observed.put(key, read.get());
                    Preimage last = read.get().on(key);
                    parts.add(last);
                    key = last.key();
                }
            }
            return Optional.of(key);
        }

        Keyed keyed(Digest parent, List<Digest> ends) {
            Preimage whole = switch (kind) {
                case PARALLEL -> StepKeys.parallel(parent, ends);
                case TEST -> StepKeys.test(parent, ends.get(0));
                default -> parts.remove(parts.size() - 1);
            };
            return new Keyed(whole, List.copyOf(parts), true, Map.copyOf(observed));
        }
    }
}
