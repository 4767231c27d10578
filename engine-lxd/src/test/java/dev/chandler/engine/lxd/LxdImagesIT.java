package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.ImageChoice;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.OciLayout;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bases and images on a real LXD, beyond what the contract asks. */
class LxdImagesIT {

    @RegisterExtension
    final PublishedApi api = new PublishedApi(PublishedApi.LXD);

    @TempDir
    Path folder;

    private final String unique = UUID.randomUUID().toString();
    private Engine engine;
    private ImageStore images;
    private LxdHttp http;
    private List<Digest> before;

    @BeforeEach
    void connect() throws InterruptedException {
        Endpoint endpoint =
                api.factory().endpoints(Optional.empty(), System.getenv()).get(0);
        engine = api.factory().connect(endpoint, new ClientIdentity("test", unique), System.getenv());
        http = LxdHttp.open(endpoint, System.getenv());
        images = new ImageStore(http, new Operations(http));
        before = digests();
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        for (Digest digest : digests()) {
            if (!before.contains(digest)) {
                images.remove(digest);
            }
        }
        assertThat(engine.resources()).noneMatch(resource -> resource.buildId().equals(Optional.of(unique)));
        engine.close();
        http.close();
    }

    private List<Digest> digests() throws InterruptedException {
        return images.all().stream().map(LxdImage::digest).toList();
    }

    private static byte[] tar(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        byte[] text = content.getBytes(StandardCharsets.UTF_8);
        tar.file(TarHeader.file(name, text.length), text);
        tar.finish();
        return bytes.toByteArray();
    }

    private Artifact published(Base base, ImageConfig config, String... references) throws InterruptedException {
        return engine.publish(new ArtifactSpec(base, Optional.empty(), config, List.of(references)));
    }

    /** The content of each file in an exported image. */
    private List<String> files(Artifact artifact) throws Exception {
        List<String> files = new ArrayList<>();
        engine.export(artifact, new ImageReceiver() {
            @Override
            public void config(byte[] json) {}

            @Override
            public void layer(InputStream tar) throws IOException {
                TarReader reader = new TarReader(tar);
                byte[] buffer = new byte[1000];
                for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
                    int count = Math.max(0, reader.read(buffer));
                    String content = new String(buffer, 0, count, StandardCharsets.UTF_8);
                    files.add((next.get().name() + " " + content).strip());
                }
            }
        });
        return files;
    }

    @Test
    void aRootfsIsImportedOnceAndListedAsABase() throws Exception {
        Path file = Files.write(folder.resolve("rootfs.tar"), tar("greeting", unique));
        Base base = engine.resolve(new BaseReference.Rootfs(file));

        assertThat(base.digest()).isEqualTo(Digest.of(Files.readAllBytes(file)));
        assertThat(base.present()).isTrue();
        assertThat(digests()).as("nothing is sent yet").isEqualTo(before);
        Artifact artifact = published(base, base.config());
        assertThat(files(artifact)).contains("greeting " + unique);
        assertThat(engine.resources())
                .filteredOn(listed -> listed.key().equals(Optional.of(base.digest())))
                .singleElement()
                .satisfies(listed -> {
                    assertThat(listed.kind()).isEqualTo(Resource.Kind.BASE);
                    assertThat(listed.buildId()).isEmpty();
                });
        published(base, ImageConfig.builder().user("x").build());
        assertThat(digests()).as("two images of one base").hasSize(before.size() + 3);
    }

    @Test
    void aBaseThatWasRemovedIsImportedAgainWithTheSameFingerprint() throws Exception {
        Path file = Files.write(folder.resolve("rootfs.tar"), tar("greeting", unique));
        Base base = engine.resolve(new BaseReference.Rootfs(file));
        published(base, base.config());
        Resource imported = engine.resources().stream()
                .filter(listed -> listed.key().equals(Optional.of(base.digest())))
                .findFirst()
                .orElseThrow();

        assertThat(engine.remove(imported)).isTrue();
        assertThat(engine.remove(imported)).as("once more").isTrue();
        assertThat(engine.resources()).doesNotContain(imported);
        published(base, ImageConfig.builder().user("x").build());
        assertThat(engine.resources()).extracting(Resource::id).contains(imported.id());
    }

    @Test
    void theLayersOfAnOciLayoutLieOnEachOther() throws Exception {
        byte[] lower = tar("a", "lower " + unique);
        byte[] upper = tar("a", "upper " + unique);
        String config =
                "{\"os\":\"linux\",\"architecture\":\"amd64\",\"author\":\"me\",\"config\":{\"Cmd\":[\"x\"],\"Y\":1},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + Digest.of(lower) + "\",\""
                        + Digest.of(upper) + "\"]}}";
        Path layout = folder.resolve("image");
        try (OciLayout writer = OciLayout.open(layout, List.of())) {
            writer.layer(new ByteArrayInputStream(lower));
            writer.layer(new ByteArrayInputStream(upper));
            writer.config(config.getBytes(StandardCharsets.UTF_8));
            writer.finish();
        }
        Base base = engine.resolve(new BaseReference.OciLayout(layout));

        assertThat(base.digest()).isEqualTo(Digest.of(config));
        assertThat(base.config().cmd()).contains(List.of("x"));
        Artifact artifact = published(base, base.config(), "chandler-test/" + unique + ":1.0");
        assertThat(files(artifact)).containsExactly("./", "a upper " + unique);
        LxdImage image = images.byAlias("chandler-test/" + unique + "/1.0").orElseThrow();
        assertThat(ImageDescription.of(image).config()).hasToString("{\"Cmd\":[\"x\"],\"Y\":1}");
        assertThat(ImageDescription.of(image).author()).isEqualTo("me");
    }

    /** The layer and the config of an image as a layout. */
    private ImageFile exported(Artifact artifact) throws Exception {
        Path layout = folder.resolve("exported");
        try (OciLayout writer = OciLayout.open(layout, List.of())) {
            engine.export(artifact, writer);
            writer.finish();
        }
        return ImageFile.layout(layout, ImageChoice.of(Optional.empty()));
    }

    @Test
    void ownersModesLinksAndCapabilitiesAreTheSameAfterTheWayThroughLxd() throws Exception {
        String capability =
                "\u0001\u0000\u0000\u0002\u0000 \u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
                        + "\u0000\u0000\u0000\u0000";
        TarHeader file = new TarHeader(
                "bin/ping",
                TarHeader.FILE,
                "",
                04755,
                12,
                34,
                0,
                "1000000000",
                0,
                0,
                Map.of("SCHILY.xattr.security.capability", capability));
        TarHeader symlink =
                new TarHeader("link", TarHeader.SYMLINK, "/bin/ping", 0777, 5, 6, 0, "1000000000", 0, 0, Map.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.header(TarHeader.directory("bin/"));
        tar.header(file);
        tar.header(file.hardLink("bin/ping6"));
        tar.header(symlink);
        tar.finish();
        Path rootfs = Files.write(folder.resolve("rootfs.tar"), bytes.toByteArray());
        Base base = engine.resolve(new BaseReference.Rootfs(rootfs));
        ImageConfig config = ImageConfig.builder().cmd(List.of("ping")).build();
        ImageFile image = exported(published(base, config));

        List<TarHeader> headers = new ArrayList<>();
        try (InputStream layer = image.layers().get(0).content()) {
            TarReader reader = new TarReader(layer);
            for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
                headers.add(next.get());
            }
        }
        assertThat(headers).contains(file, symlink);
        assertThat(headers)
                .filteredOn(header -> header.name().equals("bin/ping6"))
                .singleElement()
                .satisfies(link -> assertThat(link.link()).isEqualTo("bin/ping"));
        assertThat(engine.resolve(new BaseReference.OciLayout(folder.resolve("exported")))
                        .config())
                .isEqualTo(config);
    }

    @Test
    void scratchIsAnEmptyRoot() throws Exception {
        Base base = engine.resolve(new BaseReference.Scratch());

        assertThat(base.config()).isEqualTo(ImageConfig.EMPTY);
        assertThat(files(published(base, base.config()))).containsExactly("./");
    }

    @Test
    void anImageIsFoundByAliasAsDockerWritesItByFingerprintAndItsBeginning() throws Exception {
        Digest digest = engine.resolve(new BaseReference.Image("debian/12")).digest();

        for (String name : List.of(
                "debian:12", digest.hex(), digest.hex().substring(0, 12), digest.toString(), "debian:12@" + digest)) {
            assertThat(engine.resolve(new BaseReference.Image(name)).digest())
                    .as(name)
                    .isEqualTo(digest);
        }
    }

    @Test
    void anImageForAnotherPlatformIsRefused() {
        assertThatThrownBy(() -> engine.resolve(
                        new BaseReference.Image("debian/12"), Optional.of(new Platform("linux", "arm64", ""))))
                .isInstanceOfSatisfying(EngineException.class, e -> {
                    assertThat(e.problems().get(0).code()).isEqualTo("CH-ENGINE-080");
                    assertThat(e.problems().get(0).why().orElseThrow()).contains("linux/amd64");
                });
    }

    @Test
    void aFileThatIsNoRootfsIsRefusedBeforeAnythingIsSent() throws Exception {
        Path file = Files.writeString(folder.resolve("rootfs.tar"), "no archive".repeat(100));

        assertThatThrownBy(() -> engine.resolve(new BaseReference.Rootfs(file)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-ENGINE-013");
    }

    @Test
    void aBaseThatChangesBeforeItIsSentIsRefusedAndNotThere() throws Exception {
        Path file = Files.write(folder.resolve("rootfs.tar"), tar("greeting", unique));
        Base base = engine.resolve(new BaseReference.Rootfs(file));
        Files.write(file, tar("greeting", "other"));

        assertThatThrownBy(() -> published(base, base.config()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("changed");
        assertThat(digests()).isEqualTo(before);
    }

    @Test
    void allNamesMoveOrNone() throws Exception {
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        String good = "chandler-test/" + unique;
        Artifact first = published(base, base.config(), good);
        ImageConfig other = ImageConfig.builder().user("other").build();
        List<Digest> there = digests();

        // LXD takes no alias of more bytes than the request's line may have.
        assertThatThrownBy(() -> published(base, other, good, "chandler-test/" + "x".repeat(2_000_000)))
                .isInstanceOf(EngineException.class);
        assertThat(images.target(good)).contains(first.id().hex());
        assertThat(digests()).as("the image is gone, too").isEqualTo(there);
    }

    @Test
    void anImageHasNothingOfOursAndTheBasesOwnProperties() throws Exception {
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        Artifact artifact = published(base, base.config());
        LxdImage image = images.byFingerprint(artifact.id().hex()).orElseThrow();

        assertThat(image.aliases()).isEmpty();
        assertThat(image.properties()).containsOnlyKeys("description", "oci.config", "oci.request");
        assertThat(image.properties().toString()).doesNotContainIgnoringCase("chandler.");
        assertThat(published(base, base.config())).isEqualTo(new Artifact(artifact.id(), List.of(), false));
    }

    @Test
    void whatAClientHasLeftHalfPublishedIsListedAndRemoved() throws Exception {
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        Artifact artifact = published(base, base.config());
        String pending = PendingImages.name();
        images.point(pending, artifact.id().hex());
        Resource left = engine.resources().stream()
                .filter(listed -> listed.name().equals(pending))
                .findFirst()
                .orElseThrow();

        assertThat(left.kind()).isEqualTo(Resource.Kind.IMAGE);
        assertThat(engine.remove(left)).isTrue();
        assertThat(images.byFingerprint(artifact.id().hex())).isEmpty();
    }

    /** As the daemon has it between noting an image and noting its names, and where it was killed then. */
    @Test
    void anImageThatWasNotEvenNamedIsListedAsItsBuildsAndRemoved() throws Exception {
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        Artifact artifact = published(base, base.config());
        give(artifact, PendingImages.BUILD, "killed");
        Resource left = engine.resources().stream()
                .filter(listed -> listed.id().equals(artifact.id().toString()))
                .findFirst()
                .orElseThrow();

        assertThat(left.kind()).isEqualTo(Resource.Kind.IMAGE);
        assertThat(left.buildId()).contains("killed");
        assertThat(engine.remove(left)).isTrue();
        assertThat(images.byFingerprint(artifact.id().hex())).isEmpty();
    }

    private void give(Artifact artifact, String property, String value) throws Exception {
        Map<String, String> properties = new HashMap<>(
                images.byFingerprint(artifact.id().hex()).orElseThrow().properties());
        properties.put(property, value);
        JsonObject change = new JsonObject();
        change.add("properties", Json.of(properties));
        assertThat(http.send("PATCH", http.at("images", artifact.id().hex()), change)
                        .ok())
                .isTrue();
    }

    @Test
    void anImageThatHasANameByNowLosesOursAlone() throws Exception {
        Base base = engine.resolve(new BaseReference.Image("busybox"));
        Artifact artifact = published(base, base.config(), "chandler-test/" + unique);
        String pending = PendingImages.name();
        images.point(pending, artifact.id().hex());
        Resource left = engine.resources().stream()
                .filter(listed -> listed.name().equals(pending))
                .findFirst()
                .orElseThrow();

        assertThat(engine.remove(left)).isTrue();
        assertThat(images.target(pending)).isEmpty();
        assertThat(images.target("chandler-test/" + unique))
                .contains(artifact.id().hex());
    }

    @Test
    void findingAnImageMakesNone() throws Exception {
        LxdImage there = images.byAlias("busybox").orElseThrow();

        assertThat(engine.image("busybox")).contains(new Artifact(there.digest(), List.of("busybox:latest"), false));
        assertThat(engine.image(there.fingerprint().substring(0, 12)))
                .contains(new Artifact(there.digest(), List.of(), false));
        assertThat(digests()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void anImageInTwoPartsIsGivenOut() throws Exception {
        Path rootfs = Files.write(folder.resolve("two.tar"), tar("file", unique));
        Base base = engine.resolve(new BaseReference.Rootfs(rootfs));
        published(base, base.config(), "chandler-it/" + unique);
        LxdImage imported = images.withProperty(Labels.KEY, base.digest().hex()).get(0);

        assertThat(files(engine.image(imported.fingerprint()).orElseThrow())).contains("file " + unique);
    }
}
