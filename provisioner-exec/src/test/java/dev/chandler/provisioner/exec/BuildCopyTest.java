package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.BuildFiles;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import dev.chandler.lib.files.TarOptions;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeFile;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeInstance;
import dev.chandler.testkit.FakeTree;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.Settings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code copy: {from-build: …}}, of an image that is a folder here, all of it owned by 5:6. */
class BuildCopyTest {

    @TempDir
    Path image;

    private final FakeHost host = new FakeHost();
    private boolean known = true;
    private UnaryOperator<InputStream> closing = UnaryOperator.identity();
    private Digest content = Digest.of("content");

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(image.resolve("app"));
        Files.writeString(image.resolve("app/text"), "text");
    }

    private final class Image implements BuildFiles {

        @Override
        public String build() {
            return "api";
        }

        @Override
        public boolean isKnown() {
            return known;
        }

        @Override
        public Optional<Found> find(String path, Location place) {
            return known
                    ? Optional.of(new Found(content, Files.isDirectory(image.resolve(path.substring(1)))))
                    : Optional.empty();
        }

        @Override
        public InputStream open(String path, Location place, Form form) throws InterruptedException {
            try {
                Path from = image.resolve(path.substring(1));
                boolean folder = Files.isDirectory(from);
                return closing.apply(FileTree.scan(from, List.of())
                        .tar(new TarOptions(
                                folder ? form.name() : "",
                                folder ? "" : form.name(),
                                form.uid().orElse(5),
                                form.gid().orElse(6),
                                form.mode())));
            } catch (FileTreeException e) {
                throw new AssertionError(e);
            }
        }
    }

    private PreparedStep prepared(Object... settings) throws InterruptedException {
        Setting setting = Settings.map(settings);
        return new CopyProvisioner().prepare(new ProvisionRequest() {

            @Override
            public Setting settings() {
                return setting;
            }

            @Override
            public Path directory() {
                return image;
            }

            @Override
            public List<String> shell() {
                return List.of("/bin/sh", "-ec");
            }

            @Override
            public Optional<String> workdir() {
                return Optional.empty();
            }

            @Override
            public BuildFiles build(Setting name) {
                return name.text().equals("api") ? new Image() : ProvisionRequest.super.build(name);
            }
        });
    }

    private FakeTree copied(Object... settings) throws Exception {
        FakeEngine engine = host.connect("test");
        FakeInstance instance = engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false));
        prepared(settings).run(new FakeContext(instance, new RecordedOutput(), Map.of(), "/srv"));
        return instance.tree();
    }

    private Digest key(Object... settings) throws InterruptedException {
        RecordedKey key = new RecordedKey();
        prepared(settings).describe(key);
        return key.digest();
    }

    private static List<Integer> owner(FakeTree tree, String path) {
        FakeFile file = tree.file(path).orElseThrow();
        return List.of(file.uid(), file.gid());
    }

    @Test
    void aFoldersContentKeepsItsOwnersAndSoDoesTheFolderThatIsMade() throws Exception {
        FakeTree tree = copied("from-build", "api", "from", "/app", "to", "/opt/new");

        assertThat(tree.text("/opt/new/text")).hasValue("text");
        assertThat(owner(tree, "/opt/new/text")).containsExactly(5, 6);
        assertThat(owner(tree, "/opt/new")).containsExactly(5, 6);
    }

    @Test
    void ownerAndModeAreThoseThatAreSaid() throws Exception {
        FakeTree tree = copied("from-build", "api", "from", "/app/text", "to", "/etc/", "owner", "1:2", "mode", "0600");

        assertThat(owner(tree, "/etc/text")).containsExactly(1, 2);
        assertThat(tree.file("/etc/text").orElseThrow().mode()).isEqualTo(0600);
    }

    @Test
    void theKeyIsMadeOfTheContentAndNotOfWhereItIs() throws Exception {
        Digest before = key("from-build", "api", "from", "/app", "to", "/srv");
        Files.move(image.resolve("app"), image.resolve("other"));

        assertThat(key("from-build", "api", "from", "/other", "to", "/srv")).isEqualTo(before);
        assertThat(key("from-build", "api", "from", "/other", "to", "/srv2")).isNotEqualTo(before);
        assertThat(key("from-build", "api", "from", "/other", "to", "/srv", "owner", "0"))
                .isNotEqualTo(before);
        assertThat(key("from-build", "api", "from", "/other", "to", "/srv", "mode", "0644"))
                .isNotEqualTo(before);
        content = Digest.of("changed");
        assertThat(key("from-build", "api", "from", "/other", "to", "/srv")).isNotEqualTo(before);
    }

    @Test
    void whatIsNotKnownYetIsSaid() throws Exception {
        known = false;

        PreparedStep step = prepared("from-build", "api", "from", "/app", "to", "/srv");

        assertThat(step.unknown()).hasValue("not known until build api has run");
        assertThat(step.title()).isEqualTo("copy /app of build api to /srv");
        assertThat(step.puts("/")).containsExactly("/srv");
    }

    @Test
    void aBuildThatCannotBeReadIsTheOnlyProblem() {
        var error = catchThrowableOfType(
                ManifestException.class,
                () -> prepared("from-build", List.of("api"), "from", "/not/on/the/client", "to", "/srv"));

        assertThat(error.problems().stream().map(Problem::code)).containsExactly("CH-MANIFEST-011");
    }

    @Test
    void whatCannotBeIsSaidTogether() {
        var error = catchThrowableOfType(
                ManifestException.class,
                () -> prepared("from-build", "apo", "from", "app", "to", "/srv", "exclude", "*.tmp"));

        assertThat(error.problems().stream().map(Problem::code))
                .containsExactly("CH-PROJECT-013", "CH-PROJECT-014", "CH-PROJECT-006");
    }

    @Test
    void filesThatAreNotReadToTheirEndAreTheStepsFailure() {
        closing = tar -> new FilterInputStream(tar) {

            @Override
            public void close() throws IOException {
                throw new IOException("no space left");
            }
        };

        var error = catchThrowableOfType(
                ProvisionException.class, () -> copied("from-build", "api", "from", "/app", "to", "/opt/new"));

        assertThat(error).hasMessageContainingAll("CH-PROJECT-012", "build \"api\"", "no space left");
        assertThat(error.problems().get(0).where()).isPresent();
    }
}
