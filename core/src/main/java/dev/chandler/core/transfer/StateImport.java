package dev.chandler.core.transfer;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.export.EngineTransfer;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.plan.RegisteredOutputs;
import dev.chandler.core.why.KnownRuns;
import dev.chandler.lib.oci.LayoutFolder;
import dev.chandler.lib.oci.UnreadableImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps states of a layout on an engine, each under its key, and what is known of them on the client.
 *
 * <p>All is held against its digests before the first state is kept; each is there whole or not at all. Confined to one thread.
 */
public final class StateImport {

    private final Engine engine;
    private final CacheStorage cache;
    private final Seal seal;
    private final Consumer<String> notices;

    /**
     * What came of it.
     *
     * @param kept how many states are there that were not
     * @param there how many were there already
     */
    public record Outcome(int kept, int there) {}

    /**
     * Prepares an import.
     *
     * @param engine where states are to be kept
     * @param cache where the rest is
     * @param seal knows the user's own key
     * @param notices is told what goes on, and what the user should know
     */
    public StateImport(Engine engine, CacheStorage cache, Seal seal, Consumer<String> notices) {
        this.engine = engine;
        this.cache = cache;
        this.seal = seal;
        this.notices = notices;
    }

    /**
     * Imports.
     *
     * @param place what messages call it
     * @param folder the layout
     * @return what came of it
     * @throws CacheException if the layout is damaged, or not for this engine; nothing is kept then
     * @throws InterruptedException if cancelled; states that were kept by then stay
     */
    public Outcome run(String place, Path folder) throws InterruptedException {
        requireAble();
        CarriedRecords records = checked(place, folder);
        requireSameKind(place, records);
        if (records.seal().isPresent() && !records.seal().get().equals(SealMark.of(seal))) {
            notices.accept(
                    "steps that read from outside, and all after them, will run all the same: what they have read is known"
                            + " under the key of another user alone, which is user-key/key in the folder of Chandler's state");
        }
        Map<Digest, String> names = new HashMap<>();
        int there = 0;
        // Records first: a state that is found is never without what stands for it.
        store(records);
        for (CarriedState state : records.states()) {
            if (engine.findCheckpoint(List.of(state.key())).isPresent()) {
                there++;
            } else {
                notices.accept("keeping the state after " + state.step());
                names.put(state.key(), kept(folder, state));
            }
        }
        records.verdicts().forEach((test, state) -> {
            String name = names.get(state);
            if (name != null) {
                cache.store(CacheStorage.Kind.VERDICT, test, name);
            }
        });
        return new Outcome(names.size(), there);
    }

    private void requireAble() {
        if (!engine.capabilities().contains(Capability.BASE_OCI)) {
            throw new ManifestException(
                    Problem.of("CH-CACHE-012", "the engine " + engine.id() + " cannot take states in")
                            .because("it lacks " + Capability.BASE_OCI.words())
                            .remedy("import on another engine; \"chandler engines\" shows those that there are"));
        }
    }

    private static CarriedRecords checked(String place, Path folder) {
        try {
            LayoutFolder layout = LayoutFolder.at(folder);
            byte[] index = layout.index().orElseThrow(() -> new UnreadableImageException("it has no index.json"));
            CarriedRecords records = CacheIndex.records(layout, index);
            for (Digest blob : CacheIndex.reachable(layout, index)) {
                layout.check(blob);
            }
            requireListed(records, CacheIndex.manifests(index));
            requireKeys(records);
            return records;
        } catch (IOException e) {
            throw damaged(place, e);
        }
    }

    /**
     * Words what is wrong with an export that cannot be taken.
     *
     * @param place what messages call it
     * @param cause what was found
     * @return the error
     */
    public static CacheException damaged(String place, IOException cause) {
        return new CacheException(
                Problem.of("CH-CACHE-013", "\"" + place + "\" is no whole export of states")
                        .because(String.valueOf(cause.getMessage()))
                        .remedy("get it again from where it comes from, or export it anew; nothing of it was kept"),
                cause);
    }

    private static void requireListed(CarriedRecords records, List<Digest> manifests) throws UnreadableImageException {
        for (CarriedState state : records.states()) {
            if (!manifests.contains(state.image())) {
                throw new UnreadableImageException("there is no image for the state after " + state.step());
            }
        }
    }

    /** A key is the digest of what it stands for: who changes the one has to change the other. */
    private static void requireKeys(CarriedRecords records) throws UnreadableImageException {
        for (Map.Entry<Digest, String> preimage : records.preimages().entrySet()) {
            if (!Digest.of(preimage.getValue()).equals(preimage.getKey())) {
                throw new UnreadableImageException(
                        "what the key " + preimage.getKey().shortHex() + " is said to stand for has another key: "
                                + Digest.of(preimage.getValue()).shortHex());
            }
        }
        for (CarriedState state : records.states()) {
            if (!records.preimages().containsKey(state.key())) {
                throw new UnreadableImageException(
                        "it does not say what the key of the state after " + state.step() + " stands for");
            }
        }
    }

    private void requireSameKind(String place, CarriedRecords records) {
        if (!records.engine().equals(engine.id())) {
            throw new CacheException(Problem.of(
                            "CH-CACHE-014", "the states in \"" + place + "\" are not for the engine " + engine.id())
                    .because(
                            "they were made on " + records.engine()
                                    + ": keys say what the base is as the engine knows it, and not all steps do the same on every engine")
                    .remedy("import them with --engine " + records.engine() + ", or export from " + engine.id()));
        }
    }

    private String kept(Path folder, CarriedState state) throws InterruptedException {
        Snapshot snapshot = new EngineTransfer(engine, notices)
                .keep(
                        new BaseReference.OciLayout(
                                folder, Optional.of(state.key().hex())),
                        state.key());
        String name = engine.id() + " " + snapshot.id();
        state.outputs()
                .ifPresent(values ->
                        cache.store(CacheStorage.Kind.OUTPUT, state.key(), RegisteredOutputs.on(name, values)));
        return name;
    }

    private void store(CarriedRecords records) {
        records.preimages().forEach((key, text) -> cache.store(CacheStorage.Kind.PREIMAGE, key, text));
        records.observations().forEach((step, text) -> {
            if (cache.find(CacheStorage.Kind.OBSERVATION, step).isEmpty()) {
                cache.store(CacheStorage.Kind.OBSERVATION, step, text);
            }
        });
        records.run().ifPresent(text -> KnownRuns.keep(cache, records.manifest(), engine, text));
    }
}
