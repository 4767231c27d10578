package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.lib.engine.Shield;
import dev.chandler.lib.oci.ImageConfigJson;
import dev.chandler.lib.oci.ImageConfigText;
import dev.chandler.lib.oci.ImageFile;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes images over layers that the daemon has, with the base's config but for what is wanted otherwise.
 *
 * <p>The config's bytes depend on the request alone, so that its digest, which is the image's id, is known before
 * anything is sent, and nothing is where the names are right already. Thread-safe.
 */
final class DockerPublisher {

    private final DockerImages images;
    private final DockerBases bases;
    private final Supplier<DockerDriver> driver;
    private final Supplier<BaseImports> imports;

    DockerPublisher(
            DockerImages images, DockerBases bases, Supplier<DockerDriver> driver, Supplier<BaseImports> imports) {
        this.images = images;
        this.bases = bases;
        this.driver = driver;
        this.imports = imports;
    }

    Artifact publish(ArtifactSpec spec) throws InterruptedException {
        Optional<ConfigOnlyImage> same = unchanged(spec);
        ConfigOnlyImage image = same.isPresent() ? same.get() : image(spec);
        Digest id = image.id();
        if (isThere(id, spec.references())) {
            return new Artifact(id, spec.references(), false);
        }
        if (same.isPresent() && images.find(id.toString()).isEmpty()) {
            imports.get().image(spec.base());
        }
        if (spec.state().isPresent()) {
            images.requireStillThere(spec.state().get().id());
        }
        load(image.archive(spec.references()));
        return new Artifact(id, spec.references(), true);
    }

    /** Until here an interrupt is in time; from here on the names move, and nobody could say how far they have. */
    private void load(byte[] archive) throws InterruptedException {
        DockerDriver current = driver.get();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the image was published");
        }
        Shield.always(() -> current.load(new ByteArrayInputStream(archive)));
    }

    private boolean isThere(Digest id, List<String> references) throws InterruptedException {
        List<String> names = references.isEmpty()
                ? List.of(id.toString())
                : references.stream().map(ImageName::qualified).toList();
        for (String name : names) {
            Optional<ImageFacts> found = images.find(name);
            if (found.isEmpty() || !found.get().id().equals(id)) {
                return false;
            }
        }
        return true;
    }

    /** The image of a file that is published as it is, byte for byte, so that it has the same id everywhere. */
    private static Optional<ConfigOnlyImage> unchanged(ArtifactSpec spec) {
        boolean asItIs = spec.state().isEmpty()
                && spec.author().isEmpty()
                && spec.created().isEmpty()
                && spec.config().equals(spec.base().config());
        if (!asItIs || !(spec.base().reference() instanceof BaseReference.Stored stored)) {
            return Optional.empty();
        }
        Platform platform = spec.base().platform();
        ImageFile image = DockerBases.stored(stored, Optional.of(platform), platform);
        // Not where the file has changed, which the import finds out; nor where the text is no UTF-8.
        String text = new String(image.configBytes(), StandardCharsets.UTF_8);
        return Optional.of(new ConfigOnlyImage(text, image.layers().size()))
                .filter(whole -> whole.id().equals(spec.base().digest()));
    }

    private ConfigOnlyImage image(ArtifactSpec spec) throws InterruptedException {
        Base base = spec.base();
        BaseOrigin origin = bases.origin(base);
        List<String> layers;
        String created;
        if (spec.state().isPresent()) {
            layers = StubLayer.leftOut(images.layers(spec.state().get().id()));
            created = spec.state().get().created().toString();
        } else {
            layers = layersOf(base, origin);
            created = origin.created();
        }
        if (spec.created().isPresent()) {
            created = spec.created().get().toString();
        }
        JsonObject config = ImageConfigJson.overlay(origin.config(), spec.config());
        JsonArray history = ImageConfigText.history(bases.history(base, origin), layers.size(), created);
        return ConfigOnlyImage.of(
                base.platform(), created, spec.author().orElse(origin.author()), config, layers, history);
    }

    /** What is no image yet is imported for its layers. */
    private List<String> layersOf(Base base, BaseOrigin origin) throws InterruptedException {
        return base.reference() instanceof BaseReference.Image
                ? origin.layers()
                : imports.get().image(base).layers();
    }
}
