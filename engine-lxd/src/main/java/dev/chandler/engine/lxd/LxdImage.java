package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;

/**
 * What the daemon knows of an image.
 *
 * @param digest its fingerprint
 * @param type {@code container} or {@code virtual-machine}
 * @param architecture as the daemon names it, {@code x86_64}
 * @param properties what it says of itself
 * @param aliases the names that point at it
 * @param created when it was made
 * @param uploaded when it came to the daemon
 * @param sizeBytes what its files have
 */
record LxdImage(
        Digest digest,
        String type,
        String architecture,
        Map<String, String> properties,
        List<Alias> aliases,
        Instant created,
        Instant uploaded,
        long sizeBytes) {

    /**
     * A name of an image.
     *
     * @param name the name
     * @param description what is said of it
     */
    record Alias(String name, String description) {}

    /** Reads one of {@code GET /1.0/images}. */
    static LxdImage read(JsonObject image) {
        return new LxdImage(
                Digest.parse("sha256:" + Json.text(image, "fingerprint")),
                Json.text(image, "type"),
                Json.text(image, "architecture"),
                Json.texts(Json.object(image, "properties")),
                Json.objects(image.get("aliases")).stream()
                        .map(alias -> new Alias(Json.text(alias, "name"), Json.text(alias, "description")))
                        .toList(),
                instant(Json.text(image, "created_at")),
                instant(Json.text(image, "uploaded_at")),
                image.has("size") ? image.get("size").getAsLong() : -1);
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    String fingerprint() {
        return digest.hex();
    }

    boolean isContainer() {
        return !type.equals("virtual-machine");
    }

    boolean isNamed(String alias) {
        return aliases.stream().anyMatch(one -> one.name().equals(alias));
    }

    Platform platform() {
        return Architectures.platform(architecture);
    }
}
