package dev.chandler.cli.e2e;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as {@code docker save} has it: its config, byte for byte, and what its layers carry.
 *
 * @param config the config, all of it
 * @param layers the names in each layer, in order, as they are there: whiteouts too
 */
record SavedImage(JsonObject config, List<List<String>> layers) {

    /**
     * Saves an image.
     *
     * @param folder where there is room for it; it is not there yet
     */
    static SavedImage of(String image, Path folder) {
        try {
            Files.createDirectory(folder);
            Path archive = folder.resolve("image.tar");
            Docker.docker("save", "-o", archive.toString(), image);
            Shell.run(List.of("tar", "-xf", archive.toString(), "-C", folder.toString()))
                    .exits(0);
            JsonObject manifest = read(folder.resolve("manifest.json"))
                    .getAsJsonArray()
                    .get(0)
                    .getAsJsonObject();
            JsonObject config =
                    read(folder.resolve(manifest.get("Config").getAsString())).getAsJsonObject();
            List<List<String>> layers = new ArrayList<>();
            JsonArray files = manifest.getAsJsonArray("Layers");
            for (int i = 0; i < files.size(); i++) {
                layers.add(names(folder.resolve(files.get(i).getAsString())));
            }
            return new SavedImage(config, layers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names in all layers but the first ones. */
    List<String> namesAfter(int layer) {
        return layers.subList(layer, layers.size()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static JsonElement read(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file, StandardCharsets.UTF_8));
    }

    private static List<String> names(Path layer) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(layer))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
