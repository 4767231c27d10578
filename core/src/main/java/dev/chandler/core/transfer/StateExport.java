package dev.chandler.core.transfer;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.plan.Keyed;
import dev.chandler.core.plan.Plan;
import dev.chandler.core.plan.RegisteredOutputs;
import dev.chandler.core.plan.StateName;
import dev.chandler.core.plan.Status;
import dev.chandler.core.plan.TaskPlan;
import dev.chandler.core.plan.TestPlan;
import dev.chandler.core.why.KnownRuns;
import dev.chandler.lib.oci.BlobStore;
import dev.chandler.lib.oci.OneOfSeveral;
import dev.chandler.lib.oci.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives out the states that a plan finds, and what is known of them. Confined to one thread. */
public final class StateExport {

    private final Engine engine;
    private final CacheStorage cache;
    private final Seal seal;
    private final Path room;

    /**
     * Prepares an export.
     *
     * @param engine where the states are
     * @param cache where the rest is
     * @param seal knows the user's own key
     * @param room a folder with room for the largest layer, compressed
     */
    public StateExport(Engine engine, CacheStorage cache, Seal seal, Path room) {
        this.engine = engine;
        this.cache = cache;
        this.seal = seal;
        this.room = room;
    }

    /** A state that is there. */
    private record Found(TaskPlan task, Snapshot snapshot) {}

    /**
     * Writes states and records, in the end the index that has them all.
     *
     * @param manifest what was built
     * @param plan what would be done
     * @param store where to
     * @param progress is told of each state
     * @return how many states there are
     * @throws ManifestException if the engine cannot give any out
     * @throws CacheException if there are none
     * @throws IOException what the store has thrown
     * @throws InterruptedException if cancelled
     */
    public int run(Manifest manifest, Plan plan, BlobStore store, Consumer<String> progress)
            throws IOException, InterruptedException {
        requireAble();
        List<Found> found = found(plan);
        List<Descriptor> images = new ArrayList<>();
        List<CarriedState> states = new ArrayList<>();
        for (Found each : found) {
            progress.accept("writing the state after " + each.task().task().id());
            Descriptor image = written(plan, each.snapshot(), store);
            images.add(image);
            states.add(new CarriedState(
                    each.task().preimage().key(), each.task().task().id(), image.digest(), outputs(plan, each)));
        }
        CacheIndex.write(store, records(manifest, plan, states), images);
        return states.size();
    }

    private void requireAble() {
        if (!engine.capabilities().contains(Capability.EXPORT)) {
            throw new ManifestException(
                    Problem.of("CH-CACHE-010", "the engine " + engine.id() + " cannot give states out")
                            .because("it lacks " + Capability.EXPORT.words())
                            .remedy("export from another engine; \"chandler engines\" shows those that there are"));
        }
    }

    private List<Found> found(Plan plan) throws InterruptedException {
        List<Found> found = new ArrayList<>();
        for (TaskPlan task : plan.tasks()) {
            if (task.status() == Status.HIT && task.findable()) {
                engine.findCheckpoint(List.of(task.preimage().key()))
                        .ifPresent(snapshot -> found.add(new Found(task, snapshot)));
            }
        }
        if (found.isEmpty()) {
            throw new CacheException(Problem.of("CH-CACHE-011", "there is no state to export")
                    .because("the engine " + engine.id() + " at "
                            + engine.endpoint().address()
                            + " has none that the next build of this manifest would start from")
                    .remedy("build it first; \"chandler plan\" says what is there"));
        }
        return found;
    }

    private Descriptor written(Plan plan, Snapshot snapshot, BlobStore store) throws IOException, InterruptedException {
        try (StoredImage stored = new StoredImage(new OneOfSeveral(store), room)) {
            engine.export(plan.base(), snapshot, stored);
            return stored.finish().orElseThrow();
        }
    }

    private String name(Plan plan, Snapshot snapshot) {
        return StateName.of(engine, plan.base(), Optional.of(snapshot));
    }

    private Optional<String> outputs(Plan plan, Found found) {
        return cache.find(CacheStorage.Kind.OUTPUT, found.task().preimage().key())
                .flatMap(text -> RegisteredOutputs.of(text, name(plan, found.snapshot())));
    }

    private CarriedRecords records(Manifest manifest, Plan plan, List<CarriedState> states) {
        Map<Digest, String> preimages = new LinkedHashMap<>();
        Map<Digest, String> observations = new LinkedHashMap<>();
        Map<Digest, Digest> verdicts = new LinkedHashMap<>();
        put(plan.start(), preimages);
        for (TaskPlan task : plan.tasks()) {
            if (task.status() == Status.HIT && task.findable()) {
                put(task.keyed(), preimages, observations);
            }
        }
        for (TestPlan test : plan.tests()) {
            if (test.status() == Status.HIT && test.findable()) {
                put(test.keyed(), preimages, observations);
                verdicts.put(test.preimage().key(), plan.state().key());
            }
        }
        return new CarriedRecords(
                engine.id(),
                manifest.name(),
                List.copyOf(states),
                preimages,
                observations,
                verdicts,
                KnownRuns.find(cache, manifest.name(), engine),
                observations.isEmpty() ? Optional.empty() : Optional.of(SealMark.of(seal)));
    }

    private void put(Keyed keyed, Map<Digest, String> preimages, Map<Digest, String> observations) {
        keyed.parts().forEach(part -> put(part, preimages));
        put(keyed.preimage(), preimages);
        keyed.observed()
                .keySet()
                .forEach(step -> cache.find(CacheStorage.Kind.OBSERVATION, step)
                        .ifPresent(text -> observations.put(step, text)));
    }

    private static void put(Preimage preimage, Map<Digest, String> preimages) {
        preimages.put(preimage.key(), preimage.text());
    }
}
