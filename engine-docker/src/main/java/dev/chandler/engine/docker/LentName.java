package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.engine.Shield;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A name that an image has for as long as it is pushed under it.
 *
 * <p>Taking a name away from an image that has no other would remove the image. Such a one has a second name meanwhile,
 * which is then taken over by an image of nothing at all, and removed together with that. Used once, by one thread.
 */
final class LentName {

    private final DockerDriver driver;
    private final DockerImages images;
    private final ClientIdentity client;
    private final Digest image;
    private final ImageName name;
    private Optional<Digest> before = Optional.empty();
    private @Nullable ImageName guard;
    private boolean lent;

    LentName(DockerDriver driver, DockerImages images, ClientIdentity client, Digest image, ImageName name) {
        this.driver = driver;
        this.images = images;
        this.client = client;
        this.image = image;
        this.name = name;
    }

    /** Gives the name; what was begun is to be given back also where this fails. */
    void lend() throws InterruptedException {
        before = images.find(name.reference()).map(ImageFacts::id);
        if (before.filter(image::equals).isPresent()) {
            return;
        }
        boolean nameless = images.get(image.toString()).tags().isEmpty();
        lent = true;
        Shield.always(() -> {
            if (nameless) {
                ImageName second =
                        new ImageName("chandler-push", UUID.randomUUID().toString());
                driver.tag(image.toString(), second);
                guard = second;
            }
            driver.tag(image.toString(), name);
        });
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before an image was pushed");
        }
    }

    /** Takes the name away, unless somebody has moved it, and gives it to whatever had it. */
    void giveBack() {
        if (lent) {
            Shield.always(this::takeAway);
        }
    }

    private void takeAway() throws InterruptedException {
        if (images.find(name.reference())
                .filter(found -> found.id().equals(image))
                .isPresent()) {
            // By removing, not by naming the other one over it: that removes the digest that the push has noted, too.
            remove(name);
            if (before.isPresent() && images.find(before.get().toString()).isPresent()) {
                driver.tag(before.get().toString(), name);
            }
        }
        if (guard != null) {
            driver.load(new ByteArrayInputStream(nothing().archive(List.of(guard.reference()))));
            remove(guard);
        }
    }

    private void remove(ImageName taken) throws InterruptedException {
        if (!driver.removeImage(taken.reference())) {
            throw DockerProblems.refused(
                    "cannot take the name \"" + taken.reference() + "\" away again", "something uses it");
        }
    }

    /** Of this build, so that it is found should it stay. */
    private ConfigOnlyImage nothing() {
        JsonObject labels = new JsonObject();
        labels.addProperty(ClientIdentity.VERSION_LABEL, client.version());
        labels.addProperty(ClientIdentity.BUILD_LABEL, client.buildId());
        JsonObject config = new JsonObject();
        config.add("Labels", labels);
        return ConfigOnlyImage.of(
                new Platform("linux", "amd64", ""), BaseOrigin.EPOCH, "", config, List.of(), new JsonArray());
    }
}
