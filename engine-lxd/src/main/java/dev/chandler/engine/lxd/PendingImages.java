package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Images of ours that nobody has asked for by name: bases that were imported, and what is being published.
 *
 * <p>Thread-safe.
 */
final class PendingImages {

    private static final String PUBLISHING = "chandler-publishes/";

    /**
     * The property of an image that has not even that name yet, which says whose it is: the daemon notes an image first, and its names
     * after it.
     */
    static final String BUILD = "chandler.build";

    private final ImageStore images;

    PendingImages(ImageStore images) {
        this.images = images;
    }

    /** A name for an image that has none yet, whose description is the build's id. */
    static String name() {
        return PUBLISHING + UUID.randomUUID();
    }

    /** All of them, of all builds. */
    List<Resource> list() throws InterruptedException {
        List<Resource> resources = new ArrayList<>();
        for (LxdImage image : images.all()) {
            Optional<LxdImage.Alias> pending = image.aliases().stream()
                    .filter(alias -> alias.name().startsWith(PUBLISHING))
                    .findFirst();
            if (pending.isPresent()) {
                resources.add(pending(image, pending.get().name(), pending.get().description()));
            } else if (isWithoutName(image)) {
                resources.add(pending(
                        image, image.digest().toString(), image.properties().getOrDefault(BUILD, "")));
            } else if (image.properties().containsKey(Labels.KEY)) {
                resources.add(base(image));
            }
        }
        return resources;
    }

    private static boolean isWithoutName(LxdImage image) {
        return image.aliases().isEmpty() && image.properties().containsKey(BUILD);
    }

    private static Resource pending(LxdImage image, String name, String build) {
        return new Resource(
                Resource.Kind.IMAGE,
                image.digest().toString(),
                name,
                Optional.of(build),
                Optional.empty(),
                image.uploaded(),
                image.sizeBytes());
    }

    private static Resource base(LxdImage image) {
        String key = image.properties().getOrDefault(Labels.KEY, "");
        return new Resource(
                Resource.Kind.BASE,
                image.digest().toString(),
                "base " + key,
                Optional.empty(),
                Optional.of(new Digest(key)),
                image.uploaded(),
                image.sizeBytes());
    }

    /** Whether a resource is one of these. */
    static boolean is(Resource resource) {
        return resource.id().startsWith("sha256:");
    }

    /** Removes one; an image that has other names by now loses ours alone. */
    void remove(Resource resource) throws InterruptedException {
        if (resource.name().startsWith(PUBLISHING)) {
            remove(resource.name());
        } else {
            images.remove(Digest.parse(resource.id()));
        }
    }

    /** Removes the image that has a name of ours; where an equal request has found it meanwhile, that name alone. */
    void remove(String name) throws InterruptedException {
        Optional<LxdImage> image = images.byAlias(name);
        if (image.isPresent() && image.get().aliases().size() == 1) {
            images.remove(image.get().digest());
        } else {
            images.removeAlias(name);
        }
    }
}
