package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Finds bases: images by name, and what files of the client hold. Thread-safe. */
final class DockerBases {

    /** What the daemon would take for part of an address is kept from it; all else is its own to judge. */
    private static final Pattern NAME = Pattern.compile("(?!.*(^|/)\\.{0,2}(/|$))[A-Za-z0-9._:/@-]+");

    private static final Digest SCRATCH = Digest.of("scratch");

    private final DockerImages images;
    private final Platform platform;
    private final Map<Digest, BaseOrigin> origins = new ConcurrentHashMap<>();

    DockerBases(DockerImages images, Platform platform) {
        this.images = images;
        this.platform = platform;
    }

    Base resolve(BaseReference reference) throws InterruptedException {
        if (reference instanceof BaseReference.Image image) {
            return image(image);
        }
        if (reference instanceof BaseReference.OciLayout layout) {
            OciLayoutImage image = OciLayoutImage.read(layout, platform);
            return base(
                    reference,
                    image.configDigest(),
                    image.platform(),
                    image.origin(),
                    image.diffIds().size());
        }
        if (reference instanceof BaseReference.Rootfs rootfs) {
            Digest digest = RootfsFile.digest(rootfs);
            return base(reference, digest, platform, BaseOrigin.none(digest), 1);
        }
        return base(reference, SCRATCH, platform, BaseOrigin.none(SCRATCH), 0);
    }

    private Base base(BaseReference reference, Digest digest, Platform platform, BaseOrigin origin, int depth) {
        origins.put(digest, origin);
        ImageConfig config = ImageConfigJson.read(origin.config());
        return new Base(reference, digest, platform, config, depth, true);
    }

    private Base image(BaseReference.Image reference) throws InterruptedException {
        if (!NAME.matcher(reference.name()).matches()) {
            throw DockerProblems.baseNotFound(reference, "that is not the name of an image");
        }
        Optional<ImageFacts> image = images.find(reference.name());
        if (image.isPresent()) {
            BaseOrigin origin = BaseOrigin.of(image.get());
            return base(
                    reference,
                    origin.digest(),
                    image.get().platform(),
                    origin,
                    origin.layers().size());
        }
        return new Base(reference, registryDigest(reference), platform, ImageConfig.EMPTY, 0, false);
    }

    private Digest registryDigest(BaseReference.Image reference) throws InterruptedException {
        Answer answer = images.atRegistry(reference.name());
        if (!answer.ok()) {
            throw DockerProblems.baseNotFound(
                    reference, "not on the Docker daemon, which says of its registry: " + answer.words());
        }
        JsonObject descriptor = ImageFacts.object(answer.json().getAsJsonObject(), "Descriptor");
        return Digest.parse(DockerHttp.text(descriptor, "digest"));
    }

    /** What is known of a base that was resolved here or elsewhere. */
    BaseOrigin origin(Base base) throws InterruptedException {
        BaseOrigin known = origins.get(base.digest());
        if (known == null) {
            known = base.reference() instanceof BaseReference.Image
                    ? BaseOrigin.of(images.get(base.digest().toString()))
                    : again(base);
            origins.put(base.digest(), known);
        }
        return known;
    }

    private BaseOrigin again(Base base) throws InterruptedException {
        resolve(base.reference());
        BaseOrigin origin = origins.get(base.digest());
        if (origin == null) {
            throw DockerProblems.baseChanged(base.reference());
        }
        return origin;
    }

    /** How the base came to be; of an image the daemon is asked, once. */
    JsonArray history(Base base, BaseOrigin origin) throws InterruptedException {
        if (origin.history().isPresent()) {
            return origin.history().get();
        }
        JsonArray history = ImageHistory.read(images.history(base.digest()), origin.layers());
        origins.put(base.digest(), origin.with(history));
        return history;
    }
}
