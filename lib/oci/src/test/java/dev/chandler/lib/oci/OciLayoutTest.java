package dev.chandler.lib.oci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciLayoutTest {

    private static final ExampleImage IMAGE = ExampleImage.of("one", "two", "one");

    @TempDir
    Path folder;

    private Path layout() {
        return folder.resolve("dist/image");
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private Path blob(JsonElement descriptor) {
        String digest = descriptor.getAsJsonObject().get("digest").getAsString();
        return layout().resolve("blobs/sha256").resolve(digest.replaceFirst("sha256:", ""));
    }

    private static Map<String, String> content(Path top) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> content.put(top.relativize(file).toString(), digest(file)));
        }
        return content;
    }

    private static String digest(Path file) {
        try {
            return Digest.of(Files.readAllBytes(file)).hex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names(Path top) throws IOException {
        try (Stream<Path> all = Files.list(top)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void holdsConfigAndLayersInTheirOrderByTheSpecification() throws IOException {
        Descriptor written = IMAGE.layout(layout(), "team/app:1.0", "other:1.0", "app");

        JsonArray index = json(layout().resolve("index.json")).getAsJsonArray("manifests");
        JsonObject manifest = json(blob(index.get(0)));
        List<String> layers = new ArrayList<>();
        for (JsonElement layer : manifest.getAsJsonArray("layers")) {
            try (InputStream tar = new GZIPInputStream(Files.newInputStream(blob(layer)))) {
                layers.add(new String(tar.readAllBytes(), UTF_8));
            }
            assertThat(layer.getAsJsonObject().get("mediaType").getAsString())
                    .isEqualTo("application/vnd.oci.image.layer.v1.tar+gzip");
        }
        assertThat(layers).containsExactly("one", "two", "one");
        assertThat(Files.readAllBytes(blob(manifest.get("config")))).isEqualTo(IMAGE.config());
        assertThat(Files.readString(layout().resolve("oci-layout"))).isEqualTo("{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThat(written.digest()).isEqualTo(Digest.of(Files.readAllBytes(blob(index.get(0)))));
        assertThat(written.sizeBytes()).isEqualTo(Files.size(blob(index.get(0))));
        assertThat(written.mediaType()).isEqualTo("application/vnd.oci.image.manifest.v1+json");
        assertThat(index.asList())
                .extracting(entry -> entry.getAsJsonObject()
                        .getAsJsonObject("annotations")
                        .get("org.opencontainers.image.ref.name")
                        .getAsString())
                .containsExactly("1.0", "latest");
    }

    @Test
    void eachBlobIsWhatItsNameSays() throws IOException {
        IMAGE.layout(layout());

        content(layout().resolve("blobs/sha256"))
                .forEach((name, digest) -> assertThat(digest).isEqualTo(name));
    }

    @Test
    void anEqualImageGivesEqualBytes() throws IOException {
        IMAGE.layout(layout(), "app:1");
        IMAGE.layout(folder.resolve("again"), "app:1");

        assertThat(content(folder.resolve("again"))).isEqualTo(content(layout()));
    }

    @Test
    void aLayoutThatIsThereIsReplacedAndNothingOfItStays() throws IOException {
        ExampleImage.of("one", "old").layout(layout(), "app:1");
        Files.writeString(layout().resolve("README"), "somebody's");

        IMAGE.layout(layout(), "app:2");

        IMAGE.layout(folder.resolve("new"), "app:2");
        Map<String, String> expected = content(folder.resolve("new"));
        expected.put("README", Digest.of("somebody's").hex());
        assertThat(content(layout())).isEqualTo(expected);
        assertThat(names(layout())).containsExactly("README", "blobs", "index.json", "oci-layout");
    }

    @Test
    void anImageThatDidNotComeWholeIsNotWrittenAndWhatWasThereStays() throws IOException {
        ExampleImage.of("old").layout(layout());
        Map<String, String> before = content(layout());

        assertThatThrownBy(() -> {
                    try (OciLayout layout = OciLayout.open(layout(), List.of())) {
                        layout.layer(new ByteArrayInputStream("one".getBytes(UTF_8)));
                        layout.config(IMAGE.config());
                        layout.finish();
                    }
                })
                .isInstanceOf(IncompleteImageException.class)
                .hasMessageContaining(Digest.of("two").toString());
        assertThat(content(layout())).isEqualTo(before);
        assertThat(names(layout())).containsExactly("blobs", "index.json", "oci-layout");
    }

    @Test
    void whatWasNotFinishedLeavesNothingNotEvenTheFoldersAboveIt() throws IOException {
        try (OciLayout layout = OciLayout.open(layout(), List.of())) {
            IMAGE.giveTo(layout);
        }

        assertThat(names(folder)).isEmpty();
    }

    @Test
    void anInterruptEndsItAndStaysSet() throws IOException {
        try (OciLayout layout = OciLayout.open(layout(), List.of())) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> IMAGE.giveTo(layout)).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void onlyALayoutOfOneImageOrNothingMayBeInItsPlace() throws IOException {
        assertThat(OciLayout.objection(layout())).isEmpty();
        Files.createDirectories(layout());
        assertThat(OciLayout.objection(layout())).isEmpty();
        IMAGE.layout(layout(), "app:1", "app:2");
        assertThat(OciLayout.objection(layout())).isEmpty();

        Path others = Files.createDirectories(folder.resolve("others"));
        Files.writeString(others.resolve("file"), "");
        assertThat(OciLayout.objection(others))
                .hasValueSatisfying(why -> assertThat(why).contains("no OCI image layout"));
        assertThat(OciLayout.objection(others.resolve("file"))).contains("it is no folder");
        Files.writeString(
                layout().resolve("index.json"),
                "{\"manifests\":[{\"digest\":\"sha256:1\"},{\"digest\":\"sha256:2\"}]}");
        assertThat(OciLayout.objection(layout()))
                .hasValueSatisfying(why -> assertThat(why).contains("2 images"));
        Files.delete(layout().resolve("index.json"));
        assertThat(OciLayout.objection(layout())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[]", "{}", "{\"manifests\":{}}", "{\"manifests\":[{\"digest\":null}]}"})
    void whatIsNoIndexIsNoneWhateverElseItIs(String index) throws IOException {
        IMAGE.layout(layout());
        Files.writeString(layout().resolve("index.json"), index);

        assertThat(OciLayout.objection(layout()))
                .hasValueSatisfying(why -> assertThat(why).contains("is not that of an OCI image layout"));
    }

    @Test
    void anotherBuildsReplacingIsWaitedFor() throws IOException {
        IMAGE.layout(layout());
        Map<String, String> before = content(layout());

        try (FileChannel other = FileChannel.open(layout().resolve("oci-layout"), StandardOpenOption.WRITE);
                OciLayout layout = OciLayout.open(layout(), List.of())) {
            other.lock();
            ExampleImage.of("new").giveTo(layout);
            // Within one process Java says so instead of waiting.
            assertThatThrownBy(layout::finish).isInstanceOf(OverlappingFileLockException.class);
        }
        assertThat(content(layout())).isEqualTo(before);
    }

    @Test
    void aConfigThatIsNoneIsNoWholeImage() throws IOException {
        for (String config : List.of("[]", "{}", "{\"rootfs\":[]}", "{\"rootfs\":{\"diff_ids\":[{}]}}")) {
            try (OciLayout layout = OciLayout.open(layout(), List.of())) {
                layout.config(config.getBytes(UTF_8));

                assertThatThrownBy(layout::finish).as(config).isInstanceOf(IncompleteImageException.class);
            }
        }
    }
}
