package dev.chandler.engine.docker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon knows of an image.
 *
 * @param id the digest of the image's config
 * @param created when it was made, as the daemon writes it
 * @param platform what it runs on
 * @param layers the diff ids of its layers, lowest first
 * @param config how it is to be run, as the daemon writes it
 * @param author who made it, empty where nobody is named
 * @param tags the names that point at it
 * @param digests the digests that registries know it by, each behind its name there
 */
record ImageFacts(
        Digest id,
        String created,
        Platform platform,
        List<String> layers,
        JsonObject config,
        String author,
        List<String> tags,
        List<String> digests) {

    /** Reads the answer to {@code GET /images/NAME/json}. */
    static ImageFacts read(JsonObject image) {
        return new ImageFacts(
                Digest.parse(DockerHttp.text(image, "Id")),
                DockerHttp.text(image, "Created"),
                new Platform(
                        DockerHttp.text(image, "Os"),
                        DockerHttp.text(image, "Architecture"),
                        DockerHttp.text(image, "Variant")),
                strings(object(image, "RootFS").get("Layers")),
                object(image, "Config"),
                DockerHttp.text(image, "Author"),
                strings(image.get("RepoTags")),
                strings(image.get("RepoDigests")));
    }

    /** The name with its tag, if it is one of the image's; an id or a digest is none. */
    List<String> namesOf(String text) {
        ImageName name = ImageName.parse(text);
        String whole = ImageName.qualified(text);
        return tags.stream().map(ImageName::qualified).anyMatch(whole::equals) ? List.of(name.reference()) : List.of();
    }

    /** The name with the digest that its registry knows the image by; empty where the image has never been at one. */
    Optional<String> pinned(String text) {
        String repository = ImageName.parse(ImageName.qualified(text)).repository();
        return digests.stream()
                .map(ImageName::qualified)
                .filter(digest -> ImageName.parse(digest).repository().equals(repository))
                .map(ImageName::familiar)
                .findFirst();
    }

    Instant createdAt() {
        try {
            return OffsetDateTime.parse(created).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    Optional<String> label(String name) {
        return Optional.of(DockerHttp.text(object(config, "Labels"), name)).filter(value -> !value.isEmpty());
    }

    static JsonObject object(JsonObject parent, String field) {
        return parent.get(field) instanceof JsonObject object ? object : new JsonObject();
    }

    static List<String> strings(@Nullable JsonElement array) {
        List<String> strings = new ArrayList<>();
        if (array instanceof JsonArray elements) {
            elements.forEach(element -> strings.add(element.getAsString()));
        }
        return List.copyOf(strings);
    }
}
