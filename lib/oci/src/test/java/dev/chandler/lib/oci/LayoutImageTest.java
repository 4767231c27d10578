package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layouts as others write them. */
class LayoutImageTest {

    private static final String UNKNOWN = ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"}";

    @TempDir
    Path folder;

    private Path blobs;

    @BeforeEach
    void makeBlobs() throws IOException {
        blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
    }

    private Digest blob(String content) throws IOException {
        Digest digest = Digest.of(content);
        Files.writeString(blobs.resolve(digest.hex()), content);
        return digest;
    }

    /** An image with one layer; gives its manifest. */
    private Digest image(String architecture) throws IOException {
        Digest layer = blob("layer of " + architecture);
        Digest config = blob("{\"os\":\"linux\",\"architecture\":\"" + architecture
                + "\",\"config\":{\"Cmd\":[\"x\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + layer + "\"]}}");
        return blob("{\"config\":{\"digest\":\"" + config + "\"},\"layers\":[{\"digest\":\"" + layer + "\"}]}");
    }

    private static String entry(Digest digest, String more) {
        return "{\"digest\":\"" + digest + "\"" + more + "}";
    }

    private static String of(String architecture) {
        return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
    }

    private static String named(String tag) {
        return ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + tag + "\"}";
    }

    private void index(String... entries) throws IOException {
        Files.writeString(folder.resolve("index.json"), "{\"manifests\":[" + String.join(",", entries) + "]}");
    }

    private static ImageChoice choice(String name, String wanted, String preferred) {
        return new ImageChoice(
                Optional.of(name).filter(text -> !text.isEmpty()), Platform.parse(wanted), Platform.parse(preferred));
    }

    private ImageFile read(String name, String wanted, String preferred) throws IOException {
        return ImageFile.layout(folder, choice(name, wanted, preferred));
    }

    private ImageFile read() throws IOException {
        return read("", "", "");
    }

    private void assertAmbiguous(String name, String wanted, String preferred, String... words) {
        assertThatThrownBy(() -> read(name, wanted, preferred))
                .isInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void findsTheImageOfThePlatformAlsoBelowAnIndex() throws Exception {
        index(entry(
                blob("{\"manifests\":[" + entry(image("arm64"), of("arm64")) + "," + entry(image("amd64"), of("amd64"))
                        + "]}"),
                ""));

        ImageFile image = read("", "linux/amd64", "");

        assertThat(image.platform()).hasToString("linux/amd64");
        assertThat(image.diffIds()).containsExactly(Digest.of("layer of amd64"));
        assertThat(image.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.open()).hasContent("layer of amd64");
            assertThat(layer.sizeBytes()).isEqualTo("layer of amd64".length());
        });
        assertThat(image.config().get("config")).hasToString("{\"Cmd\":[\"x\"]}");
    }

    @Test
    void whatIsWantedIsHadOrRefused() throws Exception {
        index(entry(image("arm64"), of("arm64")));

        assertAmbiguous("", "linux/amd64", "", "none for linux/amd64", "linux/arm64");
        index(entry(image("arm64"), ""));
        assertAmbiguous("", "linux/amd64", "", "none for linux/amd64", "linux/arm64");
    }

    @Test
    void whatIsPreferredDecidesWhereThereIsAChoice() throws Exception {
        index(entry(image("arm64"), ""), entry(image("amd64"), ""));

        assertThat(read("", "", "linux/amd64").platform()).hasToString("linux/amd64");
        assertAmbiguous("", "", "", "several", "linux/arm64; linux/amd64");
        assertAmbiguous("", "", "linux/s390x", "several", "linux/arm64; linux/amd64");
        index(entry(image("arm64"), ""));
        assertThat(read("", "", "linux/amd64").platform()).hasToString("linux/arm64");
    }

    @Test
    void ofVariantsTheOneWithoutComesBeforeOthers() throws Exception {
        String variant = ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\",\"variant\":\"v3\"}";
        index(entry(image("other"), variant), entry(image("amd64"), of("amd64")));

        assertThat(read("", "linux/amd64", "").diffIds()).containsExactly(Digest.of("layer of amd64"));
        assertThat(read("", "linux/amd64/v3", "").diffIds()).containsExactly(Digest.of("layer of other"));
    }

    @Test
    void ofSeveralImagesTheNameSaysWhich() throws Exception {
        String whole = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\","
                + "\"io.containerd.image.name\":\"docker.io/library/app:latest\"}";
        index(entry(image("one"), named("1.0")), entry(image("two"), named("2.0")), entry(image("three"), whole));

        assertThat(read("2.0", "", "").diffIds()).containsExactly(Digest.of("layer of two"));
        assertThat(read("app", "", "").diffIds()).containsExactly(Digest.of("layer of three"));
        assertThat(read("app:latest", "", "").references()).containsExactly("docker.io/library/app:latest");
        assertAmbiguous("3.0", "", "", "\"3.0\"", "1.0 for linux/one; 2.0 for linux/two; latest, docker.io");
    }

    @Test
    void aNameLeadsThroughAnIndexToTheImagesOfAllPlatforms() throws Exception {
        Digest index = blob("{\"manifests\":[" + entry(image("arm64"), "") + "," + entry(image("amd64"), "") + "]}");
        index(entry(index, named("1.0")), entry(image("s390x"), named("2.0")));

        assertThat(read("1.0", "", "linux/amd64").platform()).hasToString("linux/amd64");
        assertAmbiguous("2.0", "linux/amd64", "", "none for linux/amd64", "2.0 for linux/s390x");
    }

    @Test
    void severalNamesOfOneImageAreNoChoice() throws Exception {
        index(entry(image("amd64"), named("1.0")), entry(image("amd64"), named("team/app:2.0")));

        assertThat(read().references()).containsExactly("team/app:2.0");
    }

    @Test
    void ofAPlatformThatNobodyWantsNothingNeedsToBeThere() throws Exception {
        String type = ",\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"";
        index(entry(Digest.of("not there"), type + of("arm64")), entry(image("amd64"), type + of("amd64")));

        assertThat(read("", "linux/amd64", "").platform()).hasToString("linux/amd64");
        assertThatThrownBy(() -> read("", "linux/arm64", ""))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageContainingAll(Digest.of("not there").toString(), "no such file");
    }

    @Test
    void proofsOfHowImagesWereBuiltAreNoImages() throws Exception {
        index(entry(image("amd64"), ""), entry(Digest.of("proof"), UNKNOWN));

        assertThat(read().platform()).hasToString("linux/amd64");
    }

    @Test
    void saysWhatIsMissingOrNoLayout() throws Exception {
        assertRefused("index.json", "no OCI image layout");
        Files.writeString(folder.resolve("index.json"), "[");
        assertRefused("index.json");
        index();
        assertRefused("no image");
        index(entry(Digest.of("none"), ""));
        assertRefused(Digest.of("none").toString(), "no such file");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::read)
                .isInstanceOf(UnreadableImageException.class)
                .isNotInstanceOf(AmbiguousImageException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void whatIsNotThatOfItsDigestIsRefused() throws Exception {
        Digest manifest = image("amd64");
        index(entry(manifest, ""));
        Digest config = read().id();
        Files.writeString(blobs.resolve(config.hex()), "{\"os\":\"linux\"}");
        assertRefused(config.toString(), "not what it should be");

        Files.writeString(blobs.resolve(manifest.hex()), "{}");
        assertRefused(manifest.toString(), "not what it should be");
    }

    @Test
    void indexesThatLeadTooFarAreRefused() throws Exception {
        Digest index = image("amd64");
        for (int i = 0; i < 5; i++) {
            index = blob("{\"manifests\":[" + entry(index, "") + "]}");
        }
        index(entry(index, ""));

        assertRefused("one index too many");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"config\":{\"Labels\":{\"a\":null}}}",
                "{\"config\":{\"Env\":[{}]}}",
                "{\"config\":{\"Healthcheck\":{\"Test\":[\"CMD\",\"x\"],\"Interval\":\"x\"}}}",
                "{\"rootfs\":{\"diff_ids\":[{}]}}",
                "{\"rootfs\":{\"diff_ids\":[\"one\"]}}",
                "{\"history\":[1]}",
                "[]"
            })
    void aConfigThatCannotBeReadIsTheFilesFault(String config) throws IOException {
        index(entry(blob("{\"config\":{\"digest\":\"" + blob(config) + "\"},\"layers\":[]}"), ""));

        assertRefused("its config is not what it should be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"layers\":{}", ",\"layers\":[1]", ",\"layers\":[{}]"})
    void aManifestThatCannotBeReadIsTheFilesFault(String layers) throws IOException {
        index(entry(blob("{\"config\":{\"digest\":\"" + blob("{}") + "\"}" + layers + "}"), ""));

        assertRefused("its manifest sha256:", "is not what it should be");
    }

    @Test
    void configAndManifestHaveAsManyLayers() throws IOException {
        index(entry(
                blob("{\"config\":{\"digest\":\"" + blob("{}") + "\"},\"layers\":[" + entry(blob("x"), "") + "]}"),
                ""));

        assertRefused("its config has 0 layers, its manifest 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"manifests\":{}}", "{\"manifests\":[1]}", "{\"manifests\":[{}]}"})
    void anIndexThatCannotBeReadIsTheFilesFault(String index) throws IOException {
        Files.writeString(folder.resolve("index.json"), index);

        assertRefused("index.json is not what it should be");
    }
}
