package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.lib.oci.AmbiguousImageException;
import dev.chandler.lib.oci.ImageConfigJson;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.RootfsFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds bases: images by name, and what files of the client hold. Thread-safe. */
final class DockerBases {

    /** What the daemon would take for part of an address is kept from it; all else is its own to judge. */
    private static final Pattern NAME = Pattern.compile("(?!.*(^|/)\\.{0,2}(/|$))[A-Za-z0-9._:/@-]+");

    private static final Digest SCRATCH = Digest.of("scratch");

    private final DockerImages images;
    private final BaseOrigins imageOrigins;
    private final Platform own;
    private final Map<Digest, BaseOrigin> origins = new ConcurrentHashMap<>();

    DockerBases(DockerImages images, BaseOrigins imageOrigins, Platform own) {
        this.images = images;
        this.imageOrigins = imageOrigins;
        this.own = own;
    }

    /**
     * Finds a base.
     *
     * @param wanted what it is to be for; empty for the daemon's own platform, where there is a choice
     */
    Base resolve(BaseReference reference, Optional<Platform> wanted) throws InterruptedException {
        if (reference instanceof BaseReference.Image image) {
            return image(image, wanted);
        }
        Platform platform = wanted.orElse(own);
        if (reference instanceof BaseReference.Stored stored) {
            ImageFile image = stored(stored, wanted, own);
            return base(
                    reference,
                    image.id(),
                    image.platform(),
                    BaseOrigin.read(image.id(), image.config()),
                    image.diffIds().size());
        }
        if (reference instanceof BaseReference.Rootfs rootfs) {
            Digest digest = digest(rootfs);
            return base(reference, digest, platform, BaseOrigin.none(digest), 1);
        }
        return base(reference, SCRATCH, platform, BaseOrigin.none(SCRATCH), 0);
    }

    static ImageFile stored(BaseReference.Stored reference, Optional<Platform> wanted, Platform preferred) {
        try {
            return ImageFile.base(reference, wanted, preferred);
        } catch (AmbiguousImageException e) {
            throw DockerProblems.baseAmbiguous(reference, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw DockerProblems.baseFile(reference, String.valueOf(e.getMessage()));
        }
    }

    private static Digest digest(BaseReference.Rootfs rootfs) throws InterruptedException {
        try {
            return RootfsFile.digest(rootfs.file());
        } catch (IOException e) {
            throw DockerProblems.baseFile(rootfs, String.valueOf(e.getMessage()));
        }
    }

    private Base base(BaseReference reference, Digest digest, Platform platform, BaseOrigin origin, int depth) {
        return base(reference, digest, platform, origin, depth, Optional.empty());
    }

    private Base base(
            BaseReference reference,
            Digest digest,
            Platform platform,
            BaseOrigin origin,
            int depth,
            Optional<BaseReference.Image> pinned) {
        origins.put(digest, origin);
        ImageConfig config = ImageConfigJson.read(origin.config());
        return new Base(reference, digest, platform, config, depth, true, pinned);
    }

    /** Looks for an image on the daemon alone; what cannot be a name is none. */
    Optional<ImageFacts> find(String name) throws InterruptedException {
        return NAME.matcher(name).matches() ? images.find(name) : Optional.empty();
    }

    private Base image(BaseReference.Image reference, Optional<Platform> wanted) throws InterruptedException {
        if (!NAME.matcher(reference.name()).matches()) {
            throw DockerProblems.baseNotFound(reference, "that is not the name of an image");
        }
        Optional<ImageFacts> image = images.find(reference.name());
        if (image.isPresent() && (wanted.isEmpty() || image.get().platform().suits(wanted.get()))) {
            BaseOrigin origin = imageOrigins.of(image.get());
            return base(
                    reference,
                    origin.digest(),
                    image.get().platform(),
                    origin,
                    origin.layers().size(),
                    image.get().pinned(reference.name()).map(BaseReference.Image::new));
        }
        Digest digest = wanted.isPresent() && image.isPresent()
                ? otherPlatform(reference, image.get(), wanted.get())
                : digest(reference, wanted, atRegistry(reference));
        String pinned = ImageName.parse(reference.name()).repository() + "@" + digest;
        return new Base(
                reference,
                digest,
                wanted.orElse(own),
                ImageConfig.EMPTY,
                0,
                false,
                Optional.of(new BaseReference.Image(pinned)));
    }

    /** Where the registry can't be asked, what counts is that the one here is for another platform. */
    private Digest otherPlatform(BaseReference.Image reference, ImageFacts here, Platform wanted)
            throws InterruptedException {
        Answer answer = images.atRegistry(reference.name());
        if (!answer.ok()) {
            throw DockerProblems.otherPlatform(
                    reference,
                    wanted,
                    "the one on the daemon is for " + here.platform() + ", and it says of its registry: "
                            + answer.words());
        }
        return digest(reference, Optional.of(wanted), answer);
    }

    private static Digest digest(BaseReference.Image reference, Optional<Platform> wanted, Answer answer) {
        JsonObject found = answer.json().getAsJsonObject();
        List<Platform> platforms = platforms(found);
        if (wanted.isPresent()
                && !platforms.isEmpty()
                && platforms.stream().noneMatch(platform -> platform.suits(wanted.get()))) {
            throw DockerProblems.otherPlatform(
                    reference,
                    wanted.get(),
                    "the registry has it for "
                            + platforms.stream().map(Platform::toString).collect(Collectors.joining(", ")));
        }
        return Digest.parse(DockerHttp.text(ImageFacts.object(found, "Descriptor"), "digest"));
    }

    private static List<Platform> platforms(JsonObject answer) {
        List<Platform> platforms = new ArrayList<>();
        if (answer.get("Platforms") instanceof JsonArray array) {
            for (JsonElement element : array) {
                JsonObject platform = element.getAsJsonObject();
                if (!DockerHttp.text(platform, "architecture").isEmpty()) {
                    platforms.add(new Platform(
                            DockerHttp.text(platform, "os"),
                            DockerHttp.text(platform, "architecture"),
                            DockerHttp.text(platform, "variant")));
                }
            }
        }
        return platforms;
    }

    private Answer atRegistry(BaseReference.Image reference) throws InterruptedException {
        Answer answer = images.atRegistry(reference.name());
        if (!answer.ok()) {
            throw DockerProblems.baseNotFound(
                    reference, "not on the Docker daemon, which says of its registry: " + answer.words());
        }
        return answer;
    }

    /** What is known of a base that was resolved here or elsewhere. */
    BaseOrigin origin(Base base) throws InterruptedException {
        BaseOrigin known = origins.get(base.digest());
        if (known == null) {
            known = base.reference() instanceof BaseReference.Image
                    ? imageOrigins.of(images.get(base.digest().toString()))
                    : again(base);
            origins.put(base.digest(), known);
        }
        return known;
    }

    private BaseOrigin again(Base base) throws InterruptedException {
        resolve(base.reference(), Optional.of(base.platform()));
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
