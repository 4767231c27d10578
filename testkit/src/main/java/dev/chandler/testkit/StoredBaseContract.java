package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an engine has to do with bases that are images in files of the client. */
abstract class StoredBaseContract extends CancelContract {

    /** So that it is nobody's base but this test's. */
    private final String unique = UUID.randomUUID().toString();

    private StoredImage image(String word) throws IOException {
        return StoredImage.of(
                engine().platform(),
                "{\"Cmd\": [\"/app\", \"" + word
                        + "\"], \"Env\": [\"A=b\"], \"User\": \"12:34\", \"WorkingDir\": \"/srv\"}",
                new TarFiles()
                        .directory("etc", 0755, 0)
                        .file("etc/kept", 04750, 12, word + unique)
                        .file("etc/gone", 0644, 0, "gone")
                        .file("etc/changed", 0644, 0, "before")
                        .link("link", "etc/kept"),
                new TarFiles().file("etc/.wh.gone", 0, 0, "").file("etc/changed", 0600, 34, "after"));
    }

    private BaseReference layout() throws IOException {
        image("one").addTo(folder, "one");
        return new BaseReference.OciLayout(folder);
    }

    private Base stored(BaseReference reference) throws InterruptedException {
        GapProven.unless(engine(), Set.of(reference.needs()), () -> engine().resolve(reference));
        return imported(reference);
    }

    private void assertIs(Base base, String word) throws InterruptedException {
        assertThat(base.config().cmd()).contains(List.of("/app", word));
        assertThat(base.config().env()).isEqualTo(Map.of("A", "b"));
        assertThat(base.config().user()).isEqualTo("12:34");
        assertThat(base.config().workdir()).isEqualTo("/srv");
        Instance instance = start(new InstanceSpec(base, Optional.empty(), false));
        boolean owners = engine().capabilities().contains(Capability.GET_OWNERS);
        Map<String, TarFiles.Entry> etc = TarFiles.read(instance.get("/etc").orElseThrow());
        assertThat(etc.get("etc/kept"))
                .isEqualTo(new TarFiles.Entry(04750, owners ? 12 : 0, owners ? 12 : 0, false, "", word + unique));
        assertThat(etc.get("etc/changed"))
                .isEqualTo(new TarFiles.Entry(0600, owners ? 34 : 0, owners ? 34 : 0, false, "", "after"));
        assertThat(etc).doesNotContainKeys("etc/gone", "etc/.wh.gone");
        assertThat(TarFiles.read(instance.get("/link").orElseThrow()))
                .hasEntrySatisfying("link", entry -> assertThat(entry.link()).isEqualTo("etc/kept"));
    }

    @Test
    void aLayoutAsBaseHasItsConfigAndWhatItsLayersMakeTogether() throws Exception {
        assertIs(stored(layout()), "one");
    }

    @Test
    void aDockerArchiveAsBaseHasItsConfigAndWhatItsLayersMakeTogether() throws Exception {
        Path archive = folder.resolve("image.tar");
        image("one").writeArchive(archive, "app:1");

        assertIs(stored(new BaseReference.DockerArchive(archive, Optional.empty())), "one");
    }

    @Test
    void oneOfSeveralImagesInALayoutIsTakenByItsName() throws Exception {
        image("one").addTo(folder, "one");
        image("two").addTo(folder, "two");

        assertIs(stored(new BaseReference.OciLayout(folder, Optional.of("two"))), "two");
    }

    @Test
    void whichOfSeveralImagesIsMeantHasToBeSaid() throws Exception {
        stored(layout());
        image("two").addTo(folder, "two");

        assertThatThrownBy(() -> engine().resolve(new BaseReference.OciLayout(folder)))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems().get(0).why().orElseThrow()).contains("one", "two"));
    }

    /** Found at the latest when an instance is wanted; an engine may look at all of it before. */
    @Test
    void aLayerThatIsNotWhatItsDigestSaysIsAProblem() throws Exception {
        StoredImage image = image("one");
        image.addTo(folder, "one");
        BaseReference reference = new BaseReference.OciLayout(folder);
        GapProven.unless(engine(), Set.of(reference.needs()), () -> engine().resolve(reference));
        Path layer = folder.resolve("blobs/sha256")
                .resolve(Digest.of(image.layers().get(1)).hex());
        String tar = new String(Files.readAllBytes(layer), StandardCharsets.ISO_8859_1);
        Files.write(layer, tar.replace("after", "other").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> start(new InstanceSpec(imported(reference), Optional.empty(), false)))
                .isInstanceOf(EngineException.class);
    }
}
