package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.ClientNotes;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.StepGraph;
import dev.chandler.core.graph.Task;
import dev.chandler.core.graph.Test;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.Reference;
import dev.chandler.core.observe.ObservationRecords;
import dev.chandler.core.observe.Seal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out what of a graph is there already.
 *
 * <p>Starts nothing and changes nothing: it computes keys, asks the engine, once but for very long chains, which of them it holds, and looks up what
 * steps have registered, and the verdicts of tests.
 */
public final class Planner {

    private static final String STEP_BEFORE = "a step before it runs";

    private final CacheStorage cache;
    private final ObservationRecords observations;

    /**
     * Makes a planner.
     *
     * @param cache where verdicts are kept
     * @param seal makes the digests of what steps read from outside
     */
    public Planner(CacheStorage cache, Seal seal) {
        this.cache = cache;
        this.observations = new ObservationRecords(cache, seal);
    }

    /**
     * Plans a graph.
     *
     * @param manifest where it comes from
     * @param graph what is to be done
     * @param base the base, as the engine has it; where it is not present, everything is to run
     * @param engine who is asked
     * @param useCache false for {@code --no-cache}
     * @param needs is told which states the plan may come to stand on, before the engine is asked for any
     * @return the plan
     * @throws ManifestException if what is asked for cannot be done on this base
     * @throws EngineException if the engine cannot be asked, or a step for what it reads from outside
     * @throws InterruptedException if cancelled
     */
    public Plan plan(Manifest manifest, StepGraph graph, Base base, Engine engine, boolean useCache, StateNeeds needs)
            throws InterruptedException {
        refuseTriggers(manifest, base);
        List<Problem> warnings = warnings(manifest, base);
        refusePuts(manifest, graph, base);
        boolean repeatable = !manifest.instance().writesToClient();
        Preimage start = StepKeys.start(base, manifest.instance(), new ClientNotes(cache, "mounts"));
        int kept = repeatable ? keptPrefix(graph) : 0;
        String general = !useCache
                ? "--no-cache"
                : !repeatable ? "steps can write to a bind mount" : !base.present() ? missing(manifest) : "";
        List<Node> nodes = nodes(graph, start, repeatable, general.isEmpty() ? kept : 0, warnings);
        List<Preimage> preimages =
                nodes.stream().map(node -> node.keyed.preimage()).toList();
        needs.declare(preimages.stream().map(Preimage::key).toList());
        int known = (int) nodes.stream().takeWhile(node -> node.keyed.known()).count();
        Lookup lookup = general.isEmpty()
                ? lookUp(graph, preimages, Math.min(kept, known), base, engine, warnings)
                : Lookup.none(general);
        List<TaskPlan> tasks = new ArrayList<>();
        for (int i = 0; i < graph.tasks().size(); i++) {
            boolean hit = i < lookup.hits && graph.tasks().get(i).changesState();
            Reason reason = hit ? Reason.NONE : reason(graph.tasks(), i, lookup, nodes.get(i).observed);
            tasks.add(new TaskPlan(
                    graph.tasks().get(i),
                    nodes.get(i).key,
                    nodes.get(i).keyed,
                    i < kept,
                    hit ? Status.HIT : Status.RUN,
                    reason.words,
                    reason.unfound));
        }
        Preimage last = preimages.isEmpty() ? start : preimages.get(preimages.size() - 1);
        String state = StateName.of(engine, base, lookup.snapshot);
        boolean stateKept = repeatable && kept == graph.tasks().size();
        List<TestPlan> tests = tests(graph, last, known == nodes.size(), state, stateKept, lookup, warnings);
        return new Plan(
                graph,
                base,
                manifest.instance(),
                start,
                tasks,
                tests,
                lookup.snapshot,
                lookup.registered,
                List.copyOf(warnings));
    }

    /**
     * The keys, each on top of the one before; from the first uncached task on no key is ever found again.
     *
     * @param asked how many tasks may be asked for what they read from outside
     */
    private List<Node> nodes(StepGraph graph, Preimage start, boolean repeatable, int asked, List<Problem> warnings)
            throws InterruptedException {
        List<Node> all = new ArrayList<>();
        Preimage state = start;
        boolean known = true;
        for (Task task : graph.tasks()) {
            NodeKey key = NodeKey.of(task, repeatable);
            Recollection recollection = recollection(warnings);
            Keyed keyed = key.on(state, known, all.size() < asked ? recollection : Observer.NONE);
            all.add(new Node(key, keyed, why(key, recollection)));
            state = keyed.preimage();
            known = keyed.known();
        }
        return all;
    }

    private static String missing(Manifest manifest) {
        return manifest.baseBuild()
                .map(need -> PlanText.unknown(need.build()))
                .orElse("the base has to be pulled first");
    }

    private static String why(NodeKey key, Recollection recollection) {
        return key.unknown().isEmpty() ? recollection.reason() : key.unknown();
    }

    private Recollection recollection(List<Problem> warnings) {
        return new Recollection(observations, e -> warn(e, warnings));
    }

    private static int keptPrefix(StepGraph graph) {
        int kept = 0;
        while (kept < graph.tasks().size() && graph.tasks().get(kept).cached()) {
            kept++;
        }
        return kept;
    }

    /**
     * Asks once, and again only where what was found has so many layers that nothing more can be stacked on it, or where
     * it is not known what the steps before it have registered.
     */
    private Lookup lookUp(
            StepGraph graph, List<Preimage> preimages, int kept, Base base, Engine engine, List<Problem> warnings)
            throws InterruptedException {
        String passedOver = "";
        for (int asked = kept; asked > 0; ) {
            List<Digest> keys = new ArrayList<>(
                    preimages.subList(0, asked).stream().map(Preimage::key).toList());
            Collections.reverse(keys);
            Optional<Snapshot> found = engine.findCheckpoint(keys);
            if (found.isEmpty()) {
                break;
            }
            int hits = asked - found.get().key().map(keys::indexOf).orElse(-1);
            if (hits > asked) {
                throw new IllegalStateException("asked for " + keys + ", the engine found " + found.get());
            }
            Optional<Map<String, String>> registered = registered(
                    graph.tasks().subList(0, hits),
                    preimages.get(hits - 1).key(),
                    StateName.of(engine, base, found),
                    warnings);
            if (hits < preimages.size() && !LayerLimit.allows(base, found.get().depth())) {
                passedOver = "its checkpoint has too many layers to go on from";
            } else if (registered.isEmpty()) {
                passedOver = "what is registered up to its checkpoint is not known here";
            } else {
                int without = withoutState(graph, preimages, hits, engine);
                if (without < 0) {
                    return new Lookup(hits, found, registered.get(), "", passedOver);
                }
                passedOver = "a step after it needs the state after it, which is not there";
                asked = without;
                continue;
            }
            asked = hits - 1;
        }
        return new Lookup(0, Optional.empty(), Map.of(), "", passedOver);
    }

    /** The first task among the hits that takes something out of a state which is not there; -1 where there is none. */
    private static int withoutState(StepGraph graph, List<Preimage> preimages, int hits, Engine engine)
            throws InterruptedException {
        Digest last = preimages.get(hits - 1).key();
        for (int i = 0; i < hits; i++) {
            Digest key = preimages.get(i).key();
            boolean ofBase = !changesAny(graph.tasks().subList(0, i));
            if (!graph.tasks().get(i).changesState()
                    && !ofBase
                    && !key.equals(last)
                    && engine.findCheckpoint(List.of(key)).isEmpty()) {
                return i;
            }
        }
        return -1;
    }

    /** What the tasks have registered, if that is known for this very state. */
    private Optional<Map<String, String>> registered(
            List<Task> tasks, Digest key, String state, List<Problem> warnings) {
        Set<String> names = tasks.stream()
                .flatMap(task -> task.actions().stream())
                .flatMap(action -> action.spec().register().stream())
                .map(Reference::name)
                .collect(Collectors.toSet());
        if (names.isEmpty()) {
            return Optional.of(Map.of());
        }
        return find(CacheStorage.Kind.OUTPUT, key, warnings)
                .flatMap(text -> RegisteredOutputs.read(text, state, names));
    }

    private static Reason reason(List<Task> tasks, int index, Lookup lookup, String observed) {
        Task task = tasks.get(index);
        if (!task.changesState()) {
            return Reason.given("in each build");
        }
        if (!lookup.general.isEmpty()) {
            return Reason.given(lookup.general);
        }
        if (!task.cached()) {
            return Reason.given("cache: false");
        }
        if (changesAny(tasks.subList(lookup.hits, index))) {
            return Reason.unfound(STEP_BEFORE);
        }
        if (!lookup.passedOver.isEmpty()) {
            return Reason.given(lookup.passedOver);
        }
        return Reason.unfound(observed.isEmpty() ? "no checkpoint" : observed);
    }

    private static boolean changesAny(List<Task> tasks) {
        return tasks.stream().anyMatch(Task::changesState);
    }

    private List<TestPlan> tests(
            StepGraph graph,
            Preimage last,
            boolean lastKnown,
            String state,
            boolean stateKept,
            Lookup lookup,
            List<Problem> warnings)
            throws InterruptedException {
        boolean stateThere = lookup.general.isEmpty()
                && !changesAny(graph.tasks().subList(lookup.hits, graph.tasks().size()));
        List<TestPlan> tests = new ArrayList<>();
        for (Test test : graph.tests()) {
            NodeKey key = NodeKey.of(test);
            boolean keep = stateKept && test.cached();
            Recollection recollection = recollection(warnings);
            Keyed keyed = key.on(last, lastKnown, keep && stateThere ? recollection : Observer.NONE);
            boolean green = keep && stateThere && keyed.known() && isGreen(keyed.preimage(), state, warnings);
            Reason reason = green ? Reason.NONE : reason(keep, gets(test), stateThere, lookup, why(key, recollection));
            tests.add(new TestPlan(
                    test, key, keyed, keep, green ? Status.HIT : Status.RUN, reason.words, reason.unfound));
        }
        return tests;
    }

    private static boolean gets(Test test) {
        return test.actions().stream().anyMatch(action -> !action.changesState());
    }

    /** A verdict holds for the very state that it was given for: a step that ran again may have left another. */
    private boolean isGreen(Preimage test, String state, List<Problem> warnings) {
        return find(CacheStorage.Kind.VERDICT, test.key(), warnings)
                .filter(state::equals)
                .isPresent();
    }

    private Optional<String> find(CacheStorage.Kind kind, Digest key, List<Problem> warnings) {
        try {
            return cache.find(kind, key);
        } catch (CacheException e) {
            warn(e, warnings);
            return Optional.empty();
        }
    }

    /** What cannot be read costs the time of a test or a step, not the build. */
    private static void warn(CacheException e, List<Problem> warnings) {
        e.problems().stream().filter(problem -> !warnings.contains(problem)).forEach(warnings::add);
    }

    private static Reason reason(boolean keep, boolean gets, boolean stateThere, Lookup lookup, String observed) {
        if (!lookup.general.isEmpty()) {
            return Reason.given(lookup.general);
        }
        if (!keep) {
            return Reason.given(gets ? "in each build" : "cache: false");
        }
        if (!stateThere) {
            return Reason.unfound(STEP_BEFORE);
        }
        return Reason.unfound(observed.isEmpty() ? "no verdict" : observed);
    }

    private static void refuseTriggers(Manifest manifest, Base base) {
        if (!base.config().onBuild().isEmpty()) {
            throw new ManifestException(
                    Problem.of("CH-PLAN-002", "the base \"" + base.reference() + "\" has ONBUILD instructions")
                            .at(manifest.baseLocation())
                            .because("they are meant for docker build: "
                                    + String.join("; ", base.config().onBuild()))
                            .remedy("use a base without them"));
        }
    }

    private static void refusePuts(Manifest manifest, StepGraph graph, Base base) {
        List<Problem> problems = new MountedTargets(
                        manifest.instance(), action -> action.spec().workdirOn(base.config()))
                .problems(graph);
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
    }

    private static List<Problem> warnings(Manifest manifest, Base base) {
        List<Problem> warnings = new ArrayList<>(manifest.warnings());
        if (!base.config().volumes().isEmpty()) {
            warnings.add(
                    Problem.of(
                                    "CH-PLAN-003",
                                    "the base declares volumes: "
                                            + String.join(", ", base.config().volumes()))
                            .at(manifest.baseLocation())
                            .because(
                                    "what steps write there is kept in the image, and hidden where a volume is mounted over it"));
        }
        return warnings;
    }

    /** Why something has to run, and whether that is because there is nothing under its key or one before it. */
    private record Reason(String words, boolean unfound) {

        static final Reason NONE = new Reason("", false);

        static Reason given(String words) {
            return new Reason(words, false);
        }

        static Reason unfound(String words) {
            return new Reason(words, true);
        }
    }

    /** A task's key, and why there may be nothing under it for what the task reads. */
    private record Node(NodeKey key, Keyed keyed, String observed) {}

    /**
     * What the cache answered.
     *
     * @param hits how many tasks it covers
     * @param snapshot the state after them
     * @param registered what steps have registered on the way to it
     * @param general why it was not asked at all; empty if it was
     * @param passedOver why a state that covers more is no use; empty if there is none
     */
    private record Lookup(
            int hits, Optional<Snapshot> snapshot, Map<String, String> registered, String general, String passedOver) {
        static Lookup none(String reason) {
            return new Lookup(0, Optional.empty(), Map.of(), reason, "");
        }
    }
}
