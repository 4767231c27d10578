package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.HttpUrl;

/** The images of a daemon and their names. Thread-safe. */
final class ImageStore {

    private static final String IMAGES = "images";
    private static final String ALIASES = "aliases";

    private final LxdHttp http;
    private final Operations operations;

    ImageStore(LxdHttp http, Operations operations) {
        this.http = http;
        this.operations = operations;
    }

    /** Finds an image by a whole fingerprint or the beginning of one that only it has. */
    Optional<LxdImage> byFingerprint(String fingerprint) throws InterruptedException {
        LxdAnswer answer = http.get(http.at(IMAGES, fingerprint));
        if (answer.missing()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot look at image " + fingerprint, answer.words());
        }
        return Optional.of(LxdImage.read(answer.object()));
    }

    Optional<LxdImage> byAlias(String alias) throws InterruptedException {
        Optional<String> target = target(alias);
        return target.isEmpty() ? Optional.empty() : byFingerprint(target.get());
    }

    /** The fingerprint that an alias points at. */
    Optional<String> target(String alias) throws InterruptedException {
        LxdAnswer answer = http.get(http.at(IMAGES, ALIASES, alias));
        if (answer.missing()) {
            return Optional.empty();
        }
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot look at the image \"" + alias + "\"", answer.words());
        }
        return Optional.of(Json.text(answer.object(), "target"));
    }

    List<LxdImage> all() throws InterruptedException {
        return list(http.at(IMAGES));
    }

    /** All that have a property with just this value, which has no blanks and no quotes. */
    List<LxdImage> withProperty(String property, String value) throws InterruptedException {
        HttpUrl.Builder address =
                http.at(IMAGES).addQueryParameter("filter", "properties." + property + " eq " + value);
        return list(address).stream()
                .filter(image -> value.equals(image.properties().get(property)))
                .toList();
    }

    private List<LxdImage> list(HttpUrl.Builder address) throws InterruptedException {
        LxdAnswer answer = http.get(address.addQueryParameter("recursion", "1"));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot list the images of LXD", answer.words());
        }
        return Json.objects(answer.metadata()).stream().map(LxdImage::read).toList();
    }

    /** Has an alias point at an image, whether it is there or not; what is said of it stays. */
    void point(String alias, String fingerprint) throws InterruptedException {
        LxdAnswer there = http.get(http.at(IMAGES, ALIASES, alias));
        JsonObject wanted = new JsonObject();
        wanted.addProperty("target", fingerprint);
        wanted.addProperty("description", Json.text(there.object(), "description"));
        LxdAnswer moved;
        if (there.missing()) {
            wanted.addProperty("name", alias);
            moved = http.send("POST", http.at(IMAGES, ALIASES), wanted);
        } else {
            // Not PATCH: LXD 5.0 waits for itself there, until its own time limit.
            moved = http.send("PUT", http.at(IMAGES, ALIASES, alias), wanted);
        }
        if (!moved.ok()) {
            throw LxdProblems.refused("cannot name the image \"" + alias + "\"", moved.words());
        }
    }

    /**
     * Says until when an image is to be kept; all else stays.
     *
     * @param time as ISO 8601 has it
     */
    void expire(String fingerprint, String time) throws InterruptedException {
        change(
                fingerprint,
                "cannot say how long image " + fingerprint + " is kept",
                image -> image.addProperty("expires_at", time));
    }

    /** Takes a property away; all else stays. */
    void removeProperty(String fingerprint, String property) throws InterruptedException {
        change(
                fingerprint,
                "cannot take a property of image " + fingerprint + " away",
                image -> image.getAsJsonObject("properties").remove(property));
    }

    /** Not by PATCH: LXD 5.0 leaves the time out there, and says that all is well, and a property can't be taken away. */
    private void change(String fingerprint, String problem, Consumer<JsonObject> change) throws InterruptedException {
        LxdAnswer there = http.get(http.at(IMAGES, fingerprint));
        LxdAnswer changed = there;
        if (there.ok()) {
            JsonObject wanted = new JsonObject();
            for (String field : List.of("auto_update", "expires_at", "profiles", "properties", "public")) {
                wanted.add(field, there.object().get(field));
            }
            change.accept(wanted);
            changed = http.send("PUT", http.at(IMAGES, fingerprint), wanted);
        }
        if (!changed.ok()) {
            throw LxdProblems.refused(problem, changed.words());
        }
    }

    void removeAlias(String alias) throws InterruptedException {
        LxdAnswer answer = http.send("DELETE", http.at(IMAGES, ALIASES, alias), null);
        if (!answer.ok() && !answer.missing()) {
            throw LxdProblems.refused("cannot take the name \"" + alias + "\" away", answer.words());
        }
    }

    /** Removes an image with all its names; what is not there is gone already. */
    void remove(Digest digest) throws InterruptedException {
        operations.runIfThere("cannot remove image " + digest.hex(), "DELETE", http.at(IMAGES, digest.hex()), null);
    }
}
