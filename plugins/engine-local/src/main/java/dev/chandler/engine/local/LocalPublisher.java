package dev.chandler.engine.local;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.lib.oci.ImageConfigJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Makes images of states. Thread-safe. */
final class LocalPublisher {

    private final LayerStore layers;
    private final StateStore states;
    private final ImageStore images;
    private final LocalBases bases;

    LocalPublisher(LayerStore layers, StateStore states, ImageStore images, LocalBases bases) {
        this.layers = layers;
        this.states = states;
        this.images = images;
        this.bases = bases;
    }

    Artifact publish(ArtifactSpec spec) throws InterruptedException {
        try (LayerUse use = spec.state().isPresent() ? states.use(spec.state().get()) : bases.use(spec.base())) {
            byte[] config = config(spec, use.layers());
            StoredImage image = new StoredImage(Digest.of(config), config, use.layers());
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<String> names =
                    spec.references().stream().map(ImageName::whole).toList();
            return new Artifact(image.id(), spec.references(), images.keep(image, names));
        }
    }

    private byte[] config(ArtifactSpec spec, List<String> chain) {
        JsonObject base = images.get(spec.base().digest())
                .map(image -> JsonParser.parseString(new String(image.config(), StandardCharsets.UTF_8))
                        .getAsJsonObject())
                .orElseGet(() -> {
                    JsonObject none = new JsonObject();
                    none.addProperty("os", spec.base().platform().os());
                    none.addProperty("architecture", spec.base().platform().architecture());
                    none.add("config", new JsonObject());
                    return none;
                });
        base.add("config", ImageConfigJson.overlay(base.getAsJsonObject("config"), spec.config()));
        spec.author().ifPresent(author -> base.addProperty("author", author));
        spec.created().ifPresent(created -> base.addProperty("created", created.toString()));
        JsonArray names = new JsonArray();
        chain.forEach(names::add);
        base.add("layers", names);
        return base.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An image that is there, by its name or id. */
    Optional<Artifact> image(String name) {
        return bases.image(name)
                .map(image -> new Artifact(
                        image.id(), name.startsWith("sha256:") ? List.of() : List.of(ImageName.whole(name)), false));
    }
}
