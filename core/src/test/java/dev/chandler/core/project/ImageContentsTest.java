package dev.chandler.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.provision.BuildFiles;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.export.Staging;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where the image of another build cannot be read. */
class ImageContentsTest {

    private static final Location PLACE = new Location("services/web/chandler.yml", 3, 24);
    private static final BuildFiles.Form PLAIN =
            new BuildFiles.Form("", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private ImageContents contents;

    @BeforeEach
    void connect() {
        host.image("team/api", new FakeTree().put("/etc/motd", "hello"), ImageConfig.EMPTY);
        Engine engine = host.connect("test");
        Staging staging = new Staging(folder.resolve("staging"), new LiveBuilds(folder.resolve("builds")), "test");
        contents = new ImageContents(new FileCacheStorage(folder.resolve("cache")), new ImageAccess() {

            @Override
            public Engine engine() {
                return engine;
            }

            @Override
            public Staging staging() {
                return staging;
            }
        });
    }

    private ImagePath path(Digest image) {
        return new ImagePath("api", new Artifact(image, List.of(), false), "/etc", PLACE);
    }

    private Digest image() {
        return host.image("team/api").orElseThrow().id();
    }

    private static void says(ChandlerException error, String code, String what, String why) {
        assertThat(error.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.what()).contains(what);
            assertThat(problem.why().orElse("")).contains(why);
            assertThat(problem.where()).isEqualTo(Optional.of(PLACE));
            assertThat(problem.remedy()).isPresent();
        });
    }

    @Test
    void anEngineThatGivesNoImagesOutCannotTellWhatIsInOne() {
        host.without(Capability.EXPORT);

        var error = catchThrowableOfType(ManifestException.class, () -> contents.find(path(image())));

        says(error, "CH-PROJECT-009", "cannot give out what is in build \"api\"", Capability.EXPORT.words());
        assertThat(host.calls("export")).isEmpty();
    }

    @Test
    void anImageThatIsGoneIsSaidToBe() {
        Digest gone = Digest.of("gone");

        var error = catchThrowableOfType(EngineException.class, () -> contents.find(path(gone)));

        says(error, "CH-PROJECT-012", "the image of build \"api\" is gone", gone.toString());
    }

    @Test
    void anImageThatCannotBeKeptOnItsWayIsSaidWithItsBuild() throws Exception {
        ImagePath path = path(image());
        contents.find(path);
        remove(folder.resolve("staging/test"));
        Files.writeString(folder.resolve("staging/test"), "no folder");

        var error = catchThrowableOfType(EngineException.class, () -> contents.open(path, PLAIN));

        says(error, "CH-PROJECT-012", "cannot read the image of build \"api\"", "staging/test");
    }

    @Test
    void whatIsKnownOfAnImageIsNotReadAgain() throws Exception {
        ImagePath path = path(image());
        BuildFiles.Found found = contents.find(path);
        host.without(Capability.EXPORT);

        assertThat(found.folder()).isTrue();
        assertThat(contents.find(path)).isEqualTo(found);
        assertThat(host.calls("export")).hasSize(1);
    }

    @Test
    void whatIsReadIsATarOfIt() throws Exception {
        try (InputStream tar = contents.open(path(image()), PLAIN)) {
            assertThat(tar.readAllBytes()).isNotEmpty();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
