package dev.chandler.core.plan;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.lib.oci.ImageConfigJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Remembers which image a state was published as: so that it is known, without publishing it again, what a build would leave
 * that has nothing to run. Thread-safe.
 */
public final class PublishedImages {

    private final CacheStorage cache;

    /**
     * Makes a memory.
     *
     * @param cache where it is kept
     */
    public PublishedImages(CacheStorage cache) {
        this.cache = cache;
    }

    /**
     * Keeps what was published.
     *
     * @param engine where
     * @param spec what was asked for
     * @param image what came of it
     */
    public void keep(Engine engine, ArtifactSpec spec, Artifact image) {
        cache.store(CacheStorage.Kind.IMAGE, key(engine, spec), image.id().toString());
    }

    /**
     * Finds an image.
     *
     * @param engine where it would be published
     * @param spec what would be asked for; its names do not matter
     * @return the image, if such a request was made before and it is still there
     * @throws InterruptedException if cancelled
     */
    public Optional<Artifact> find(Engine engine, ArtifactSpec spec) throws InterruptedException {
        Optional<String> id = known(key(engine, spec));
        return id.isPresent() ? engine.image(id.get()) : Optional.empty();
    }

    private Optional<String> known(Digest key) {
        try {
            return cache.find(CacheStorage.Kind.IMAGE, key);
        } catch (CacheException e) {
            // It is known again when the build has run.
            return Optional.empty();
        }
    }

    private static Digest key(Engine engine, ArtifactSpec spec) {
        return Preimage.of("chandler.image.v1")
                .field("base", spec.base().digest())
                .field("state", StateName.of(engine, spec.base(), spec.state()))
                .field(
                        "config",
                        ImageConfigJson.overlay(new JsonObject(), spec.config()).toString())
                .field("author", spec.author().map(List::of).orElse(List.of()))
                .field(
                        "created",
                        spec.created().map(Instant::toString).map(List::of).orElse(List.of()))
                .build()
                .key();
    }
}
