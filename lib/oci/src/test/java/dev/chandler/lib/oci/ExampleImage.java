package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An image whose layers are these texts. */
record ExampleImage(List<String> layers) {

    static ExampleImage of(String... layers) {
        return new ExampleImage(Arrays.asList(layers));
    }

    byte[] config() {
        String ids =
                layers.stream().map(layer -> "\"" + Digest.of(layer) + "\"").collect(Collectors.joining(","));
        return ("{\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + ids + "]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Each layer comes once, the last first, and the config among them, as an engine may have it. */
    void giveTo(ImageWriter writer) throws IOException {
        List<String> distinct = layers.stream().distinct().toList();
        for (int i = distinct.size() - 1; i >= 0; i--) {
            writer.layer(new ByteArrayInputStream(distinct.get(i).getBytes(StandardCharsets.UTF_8)));
            if (i == distinct.size() - 1) {
                writer.config(config());
            }
        }
    }

    Descriptor layout(Path folder, String... references) throws IOException {
        try (OciLayout layout = OciLayout.open(folder, List.of(references))) {
            giveTo(layout);
            return layout.finish().orElseThrow();
        }
    }

    Optional<Descriptor> archive(Path file, String... references) throws IOException {
        try (DockerArchive archive = DockerArchive.open(file, List.of(references))) {
            giveTo(archive);
            return archive.finish();
        }
    }
}
