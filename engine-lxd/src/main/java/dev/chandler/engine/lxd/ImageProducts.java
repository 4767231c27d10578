package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses from what a simplestreams server says that it has. */
final class ImageProducts {

    private static final String METADATA = "lxd.tar.xz";

    /** File systems, the one that is taken first before others, and what has the fingerprint that an image with it has. */
    private static final Map<String, List<String>> ROOTS = Map.of(
            "squashfs", List.of("combined_squashfs_sha256"),
            "root.tar.xz", List.of("combined_rootxz_sha256", "combined_sha256"));

    private static final List<String> PREFERENCE = List.of("squashfs", "root.tar.xz");

    private ImageProducts() {}

    /** The newest image of containers by an alias, an alias and a processor, or the beginning of its fingerprint. */
    static Optional<LxdImage> newest(List<JsonObject> products, String name, Platform platform) {
        return products.stream()
                .filter(product -> platform(product).suits(platform))
                .flatMap(product -> versions(product).stream()
                        .filter(version -> hasAlias(product, name)
                                || (ImageAliases.isFingerprint(name)
                                        && version.fingerprint().startsWith(name)))
                        .map(version -> image(product, version)))
                .max(Comparator.comparing(Dated::version))
                .map(Dated::image);
    }

    /** One version that can be a container. */
    private record Version(String name, String fingerprint, long sizeBytes) {}

    private record Dated(String version, LxdImage image) {}

    private static boolean hasAlias(JsonObject product, String name) {
        return Arrays.stream(Json.text(product, "aliases").split(","))
                .map(String::strip)
                .anyMatch(alias -> alias.equals(name) || (alias + "/" + Json.text(product, "arch")).equals(name));
    }

    private static Platform platform(JsonObject product) {
        String name = Json.text(product, "arch");
        return Platform.parse("linux/" + name).orElse(new Platform("linux", name, ""));
    }

    private static List<Version> versions(JsonObject product) {
        return Json.object(product, "versions").entrySet().stream()
                .flatMap(version -> version(version.getKey(), version.getValue()).stream())
                .toList();
    }

    private static Optional<Version> version(String name, JsonElement value) {
        JsonObject items = value instanceof JsonObject version ? Json.object(version, "items") : new JsonObject();
        Optional<JsonObject> metadata = item(items, METADATA);
        for (String type : PREFERENCE) {
            Optional<JsonObject> root = item(items, type);
            if (metadata.isPresent() && root.isPresent()) {
                Optional<String> fingerprint = ROOTS.getOrDefault(type, List.of()).stream()
                        .map(field -> Json.text(metadata.get(), field))
                        .filter(sum -> ImageAliases.digest("sha256:" + sum).isPresent())
                        .findFirst();
                if (fingerprint.isPresent()) {
                    return Optional.of(new Version(name, fingerprint.get(), size(metadata.get()) + size(root.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonObject> item(JsonObject items, String type) {
        return items.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof JsonObject item
                        && Json.text(item, "ftype").equals(type))
                .map(entry -> entry.getValue().getAsJsonObject())
                .findFirst();
    }

    private static long size(JsonObject item) {
        String size = Json.text(item, "size");
        return size.matches("[0-9]{1,18}") ? Long.parseLong(size) : 0;
    }

    private static Dated image(JsonObject product, Version version) {
        LxdImage image = new LxdImage(
                Digest.parse("sha256:" + version.fingerprint()),
                "container",
                Architectures.name(platform(product)),
                Map.of(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                version.sizeBytes());
        return new Dated(version.name(), image);
    }
}
