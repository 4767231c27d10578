package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One team shares a module by a real registry, another builds with it, by a range and a lock. */
class ModuleTeamsIT {

    private static final String LOCK = "chandler.lock";
    private static final String SOURCES = "chandler.sources.yml";

    @RegisterExtension
    final Stranger stranger = new Stranger();

    private String registry;

    @BeforeEach
    void share() {
        registry = Testbed.variable("CHANDLER_TESTBED_REGISTRY");
        stranger.startsIn(stranger.root(), "module", "new", "web/mark").ended().exits(0);
        push("1.0.0", "first");
        stranger.file(SOURCES, "modules:\n  web: " + registry + "/e2e/" + stranger.nonce() + "\n");
        stranger.manifest("busybox", """
                modules:
                  - use: web/mark@^1.0
                    with: {greeting: "good morning"}
                install:
                  - cp /content /seen
                """);
    }

    private Path module() {
        return stranger.root().resolve("mark");
    }

    /** The first team publishes a version of what "module new" has written, with one more step in it. */
    private void push(String version, String content, String... options) {
        try {
            Path file = module().resolve("module.yml");
            String own = Files.readString(file)
                    .replaceAll("version: .*", "version: " + version)
                    .replaceAll("  - echo .* > /content\n", "")
                    .replace("script:", "  - echo " + content + " > /content\nscript:");
            Files.writeString(file, own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String to = registry + "/e2e/" + stranger.nonce() + "/mark";
        List<String> words = Stream.concat(Stream.of("module", "push", to), Stream.of(options))
                .toList();
        Ended pushed = stranger.startsIn(module(), words.toArray(String[]::new))
                .ended()
                .exits(0);
        assertThat(pushed.out()).contains("pushed " + to + ":" + version);
    }

    private String seen() {
        return Docker.inImage(stranger.image(), "cat", "/seen");
    }

    private void emptyCache() {
        try (Stream<Path> files = Files.walk(stranger.cache().resolve("modules"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNewVersionMovesNobodyUntilTheyUpdate() {
        Built first = stranger.builds();
        String lock = stranger.read(LOCK);

        assertThat(first.ran()).contains("mark/install[0]", "mark/install[1]", "install[0]", "mark/script[0]");
        assertThat(lock).contains("name: \"web/mark\"", "version: \"1.0.0\"", "digest: \"sha256:");
        assertThat(seen()).isEqualTo("first");
        assertThat(stranger.builds().ran()).isEmpty();
        assertThat(stranger.read(LOCK)).isEqualTo(lock);

        push("1.1.0", "second");
        push("2.0.0", "third");

        assertThat(stranger.builds().image()).isEqualTo(first.image());
        assertThat(stranger.builds("--locked").ran()).isEmpty();
        assertThat(stranger.runs("module", "outdated").exits(0).out()).isEqualTo("""
                MODULE    VERSION  SUITABLE  NEWEST
                web/mark  1.0.0    1.1.0     2.0.0
                """);
        assertThat(stranger.read(LOCK)).isEqualTo(lock);

        assertThat(stranger.runs("module", "update", "web/mark").exits(0).out())
                .isEqualTo("- web/mark 1.0.0\n+ web/mark 1.1.0\n");
        assertThat(stranger.read(LOCK)).contains("version: \"1.1.0\"").doesNotContain("1.0.0");
        stranger.builds("--locked");
        assertThat(seen()).isEqualTo("second");
        assertThat(stranger.runs("module", "list").exits(0).out())
                .contains("web/mark  1.1.0    " + registry, "chandler.yml");
        assertThat(stranger.runs("module", "info", "web/mark@1.0.0", "--json")
                        .exits(0)
                        .out())
                .contains("\"version\": \"1.0.0\"");
    }

    @Test
    void aModuleIsTriedByWhatWasWrittenWithIt() {
        String packed = packed();
        Ended green = stranger.startsIn(module(), "module", "test").ended().exits(0);
        assertThat(green.out() + green.err()).contains("mark/script[0]");
        assertThat(module().resolve("test/chandler.lock")).exists();
        assertThat(packed()).isEqualTo(packed);

        try {
            Path file = module().resolve("test/chandler.yml");
            Files.writeString(file, Files.readString(file).replace("script:\n", "script:\n  - test -e /nothing\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stranger.startsIn(module(), "module", "test").ended().exits(1);
        Ended again = stranger.startsIn(
                        module(),
                        "module",
                        "test",
                        "--no-cache",
                        "--jobs",
                        "1",
                        "--pull",
                        "never",
                        "--progress",
                        "json")
                .ended()
                .exits(1);
        assertThat(Built.of(again).ran()).contains("mark/install[0]");
        Docker.tried("image", "rm", "-f", "mark-test");
    }

    @Test
    void aTagThatHasMovedIsRefusedByTheLock() {
        stranger.builds();
        String lock = stranger.read(LOCK);
        push("1.0.0", "another", "--force");

        assertThat(stranger.builds("--locked").ran()).isEmpty();
        emptyCache();
        Ended refused = stranger.runs("build").exits(2);

        refused.says("chandler.yml:", "CH-LOCK-009", "web/mark");
        stranger.runs("module", "update").exits(2).says("CH-LOCK-009");
        assertThat(stranger.read(LOCK)).isEqualTo(lock);
        assertThat(seen()).isEqualTo("first");
    }

    @Test
    void aRegistryThatIsDownIsNotNeededForWhatIsLockedAndKept() throws IOException {
        stranger.builds();
        String dead = "127.0.0.1:" + freePort();
        for (String file : List.of(LOCK, SOURCES)) {
            stranger.file(file, stranger.read(file).replace(registry, dead));
        }

        assertThat(stranger.builds("--locked").ran()).isEmpty();
        stranger.runs("module", "outdated").exits(3).says("CH-MODULE-044", dead);
        stranger.runs("module", "tree").exits(0);

        emptyCache();
        stranger.runs("build").exits(3).says("CH-MODULE-044", dead, "chandler.yml:");
        stranger.runs("build", "--offline").exits(3).says("CH-MODULE-047");
    }

    @Test
    void aFreshCloneWithCopiesIsBuiltWithoutRegistryAndCache() throws IOException {
        Built first = stranger.builds();
        assertThat(stranger.runs("module", "vendor").exits(0).out())
                .isEqualTo("+ web/mark 1.0.0\nvendor/modules: 1 module\n");
        String dead = "127.0.0.1:" + freePort();
        for (String file : List.of(LOCK, SOURCES)) {
            stranger.file(file, stranger.read(file).replace(registry, dead));
        }
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("-c", "user.name=me", "-c", "user.email=me@example.org", "commit", "--quiet", "--message", "all");
        git("clone", "--quiet", ".", "../clone");
        emptyCache();

        Ended built = stranger.startsIn(stranger.root().resolve("clone"), "build", "--locked", "--progress", "json")
                .ended()
                .exits(0);

        assertThat(Built.of(built).ran()).isEmpty();
        assertThat(Built.of(built).image()).isEqualTo(first.image());
        emptyCache();
        stranger.startsIn(stranger.root().resolve("clone"), "build", "--offline", "--no-cache")
                .ended()
                .exits(0);
        assertThat(seen()).isEqualTo("first");

        stranger.file("vendor/modules/web/mark@1.0.0/README.md", "another");
        stranger.runs("build").exits(2).says("CH-MODULE-074", "chandler.yml:", "vendor/modules/web/mark@1.0.0");
    }

    private void git(String... words) {
        List<String> command = Stream.concat(Stream.of("git"), Stream.of(words)).toList();
        stranger.startsCommand(stranger.project(), command).ended().exits(0);
    }

    private String packed() {
        return stranger.startsIn(module(), "module", "pack").ended().exits(0).out();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
