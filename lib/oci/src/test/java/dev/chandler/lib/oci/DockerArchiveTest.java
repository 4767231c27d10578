package dev.chandler.lib.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerArchiveTest {

    private static final ExampleImage IMAGE = ExampleImage.of("one", "x".repeat(1024), "one");

    @TempDir
    Path folder;

    private static Map<String, String> content(Path archive) throws IOException {
        Map<String, String> content = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                content.put(entry.getName(), new String(tar.readAllBytes(), UTF_8));
            }
        }
        return content;
    }

    @Test
    void itsManifestNamesTheConfigTheLayersInOrderAndTheNames() throws IOException {
        Path archive = folder.resolve("dist/app.tar");
        IMAGE.archive(archive, "team/app:1.0", "app:latest");

        Map<String, String> content = content(archive);
        JsonObject image = JsonParser.parseString(content.getOrDefault("manifest.json", ""))
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject();
        assertThat(content.get(image.get("Config").getAsString())).isEqualTo(new String(IMAGE.config(), UTF_8));
        assertThat(image.get("Config").getAsString())
                .isEqualTo(Digest.of(IMAGE.config()).hex() + ".json");
        assertThat(image.getAsJsonArray("Layers").asList().stream()
                        .map(JsonElement::getAsString)
                        .map(content::get))
                .isEqualTo(IMAGE.layers());
        assertThat(image.get("RepoTags")).hasToString("[\"team/app:1.0\",\"app:latest\"]");
        assertThat(content).hasSize(4);
        assertThat(Files.size(archive) % 512).isZero();
    }

    @Test
    void aLayerThatComesTwiceIsThereOnce() throws IOException {
        Path archive = folder.resolve("app.tar");
        try (DockerArchive writer = DockerArchive.open(archive, List.of())) {
            IMAGE.giveTo(writer);
            IMAGE.giveTo(writer);
            writer.finish();
        }
        Path once = folder.resolve("once.tar");
        IMAGE.archive(once);

        assertThat(archive).hasSameBinaryContentAs(once);
    }

    @Test
    void aFileThatIsThereIsReplacedAlsoBehindALink() throws IOException {
        Path file = Files.writeString(folder.resolve("real.tar"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.tar"), file);

        IMAGE.archive(link);

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(content(file)).containsKey("manifest.json");
    }

    @Test
    void whatIsNotWholeLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("app.tar"), "old");

        assertThatThrownBy(() -> {
                    try (DockerArchive archive = DockerArchive.open(file, List.of())) {
                        archive.config(IMAGE.config());
                        archive.finish();
                    }
                })
                .isInstanceOf(IncompleteImageException.class);
        assertThat(file).hasContent("old");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void foldersAndDevicesAreNotReplaced() {
        assertThat(DockerArchive.objection(folder)).contains("it is a folder");
        assertThat(DockerArchive.objection(Path.of("/dev/null"))).contains("it is no regular file");
        assertThat(DockerArchive.objection(folder.resolve("new"))).isEmpty();
    }
}
