package dev.chandler.engine.local;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.lib.oci.ImageConfigJson;
import dev.chandler.lib.oci.ImageConfigText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Publishes images of states, with the base's config but for what is wanted otherwise.
 *
 * <p>The same request gives the same image on any day: where nobody says when it was made, it was when its base was, and no file
 * in it that a build has written is younger. Layers that have nothing in them are left out. Thread-safe.
 */
final class LocalPublisher {

    private final LayerArchives archives;
    private final StateStore states;
    private final ImageStore images;
    private final LocalBases bases;

    LocalPublisher(LayerArchives archives, StateStore states, ImageStore images, LocalBases bases) {
        this.archives = archives;
        this.states = states;
        this.images = images;
        this.bases = bases;
    }

    Artifact publish(ArtifactSpec spec) throws InterruptedException {
        List<String> names = new ArrayList<>();
        for (String reference : spec.references()) {
            names.add(ImageName.parse(reference)
                    .orElseThrow(() -> BaseProblems.noName(reference))
                    .whole());
        }
        try (LayerUse use = spec.state().isPresent() ? states.use(spec.state().get()) : bases.use(spec.base())) {
            Optional<String> same = isUnchanged(spec) ? bases.config(spec.base()) : Optional.empty();
            StoredImage image =
                    same.isPresent() ? new StoredImage(same.get(), use.layers()) : image(spec, use.layers());
            // Until here an interrupt is in time; from here on the names move.
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the image was published");
            }
            return new Artifact(image.id(), spec.references(), images.keep(image, names));
        }
    }

    /** An image that is published as it is has the same id everywhere. */
    private static boolean isUnchanged(ArtifactSpec spec) {
        return spec.state().isEmpty()
                && spec.author().isEmpty()
                && spec.created().isEmpty()
                && spec.config().equals(spec.base().config());
    }

    private StoredImage image(ArtifactSpec spec, List<String> chain) throws InterruptedException {
        Base base = spec.base();
        ImageOrigin origin = bases.origin(base);
        Instant created = spec.created().orElse(origin.created());
        List<String> layers = new ArrayList<>();
        List<String> diffIds = new ArrayList<>();
        for (String layer : chain) {
            Digest diffId = archives.diffId(layer, created);
            if (archives.came(layer) || !LayerArchives.isEmpty(diffId)) {
                layers.add(layer);
                diffIds.add(diffId.toString());
            }
        }
        String text = ImageConfigText.of(
                base.platform(),
                created.toString(),
                spec.author().orElse(origin.author()),
                ImageConfigJson.overlay(origin.config(), spec.config()),
                diffIds,
                ImageConfigText.history(origin.history(), layers.size(), created.toString()));
        return new StoredImage(text, layers);
    }

    /** Finds an image, with its name if it was asked for by one. */
    Optional<Artifact> image(String name) {
        Optional<ImageName> named = ImageName.id(name).isPresent() ? Optional.empty() : ImageName.parse(name);
        List<String> names = named.map(ImageName::tagged).map(List::of).orElse(List.of());
        return bases.find(name).map(image -> new Artifact(image.id(), names, false));
    }
}
