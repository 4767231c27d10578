package dev.chandler.plugin.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Nix builds, put into images of the real Docker by Chandler as its users run it. Needs no network. */
class NixIT {

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final Pattern IMAGE = Pattern.compile("image (sha256:[0-9a-f]{64})");
    private static final long STEP_MILLIS = 50;

    @TempDir
    private Path root;

    private Chandler chandler;
    private String nonce;

    @BeforeEach
    void theRealOnesAreThere() throws IOException {
        assertThat(System.getenv()).as("testbed/up docker nix").containsKeys("CHANDLER_NIX_BIN", "DOCKER_HOST");
        nonce = UUID.randomUUID().toString();
        Path temporary = Files.createDirectories(root.resolve("tmp"));
        chandler = new Chandler(
                Files.createDirectories(root.resolve("project")),
                new HashMap<>(Map.of(
                        "TMPDIR", temporary.toString(),
                        "HOME", root.resolve("home").toString(),
                        "SOURCE_DATE_EPOCH", "1700000000")));
        Path tools = Files.createDirectories(chandler.folder().resolve("tools"));
        Files.copy(BUSYBOX, tools.resolve("busybox"));
    }

    @Test
    void theSameDerivationIsTheSameImageTwice() throws Exception {
        manifest("scratch", "file: default.nix\n      attribute: hello\n      link: /usr/local", "");
        derivation("echo " + nonce + " >$out/bin/hello");

        String first = image(chandler.build("--no-cache").exits(0));
        String second = image(chandler.build("--no-cache").exits(0));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void aDerivationThatChangesIsBuiltAndNothingElseIs() throws Exception {
        manifest(
                "busybox",
                "file: default.nix\n      attribute: hello\n      link: /usr/local",
                "script: ['grep -q " + nonce + " /usr/local/bin/hello']\n");
        derivation("echo " + nonce + " >$out/bin/hello");

        chandler.build().exits(0).says("1 store paths, of which 1 were asked for");
        chandler.file(
                "default.nix",
                "# a word more\n" + Files.readString(chandler.folder().resolve("default.nix")));
        chandler.build().exits(0).says("install[0]  cached", "no instance was started");
        derivation("echo " + nonce + " again >$out/bin/hello");
        chandler.build().exits(0).says("install[0]  done");
    }

    @Test
    void whatIsNotPinnedIsRefusedAtItsPlaceBeforeAnythingIsStarted() throws Exception {
        manifest("busybox", "file: default.nix", "");
        chandler.file("default.nix", "let\n  pkgs = import <nixpkgs> { };\nin\npkgs.hello\n");
        chandler.build()
                .exits(2)
                .says("CH-NIX-004", "<nixpkgs> is not pinned", "name nixpkgs under nix-path:", "default.nix:");

        chandler.file("default.nix", "import ./other.nix\n");
        chandler.file("other.nix", "builtins.fetchTarball \"https://example.org/nixpkgs.tar.gz\"\n");
        chandler.build().exits(2).says("fetchTarball is not pinned", "give sha256");

        chandler.file("default.nix", "builtins.getEnv \"HOME\"\n");
        chandler.build().exits(2).says("getEnv \"HOME\" is not pinned");
    }

    @Test
    void packagesComeOfTheNixpkgsThatIsPinned() throws Exception {
        derivation("echo " + nonce + " >$out/bin/hello");
        Path pinned = Files.createDirectories(chandler.folder().resolve("pinned"));
        Files.move(chandler.folder().resolve("default.nix"), pinned.resolve("default.nix"));
        Files.move(chandler.folder().resolve("tools"), pinned.resolve("tools"));
        Path archive = root.resolve("nixpkgs.tar.gz");
        ran("tar", "-C", chandler.folder().toString(), "-czf", archive.toString(), "pinned");
        String digest = ran(
                        Path.of(System.getenv("CHANDLER_NIX_BIN"), "nix-hash").toString(),
                        "--type",
                        "sha256",
                        "--base32",
                        pinned.toString())
                .strip();

        manifest(
                "busybox",
                "packages: [hello]\n      link: /usr/local\n      nix-path: {nixpkgs: {url: 'file://" + archive
                        + "', sha256: " + digest + "}}",
                "script: ['grep -q " + nonce + " /usr/local/bin/hello']\n");
        chandler.build().exits(0);

        manifest("busybox", "packages: [hello]\n      nix-path: {nixpkgs: pinned}", "");
        chandler.build().exits(0);
    }

    @Test
    void aBuildThatFailsIsToldWithItsLog() throws Exception {
        manifest("busybox", "file: default.nix\n      attribute: hello", "");
        derivation("echo because " + nonce + " >&2; exit 3");

        chandler.build().exits(1).says("CH-NIX-006", "Nix could not build it", "because " + nonce, "exit code 3");
    }

    @Test
    void aBuildThatIsEndedEndsNixAndWhatItRuns() throws Exception {
        manifest("busybox", "file: default.nix\n      attribute: hello", "");
        derivation("${busybox} sh -c '${busybox} sleep 1000; : " + nonce + "'");
        Path output = root.resolve("cancelled");
        Process build = chandler.start(output);
        waitUntil("Nix builds", () -> processes("sh -c", nonce) > 0);

        build.destroy();

        assertThat(build.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(Files.readString(output)).isEqualTo(130);
        waitUntil("nothing of it runs any more", () -> processes(nonce) + processes(root.toString()) == 0);
        try (Stream<Path> files = Files.list(root.resolve("tmp"))) {
            assertThat(files).isEmpty();
        }
    }

    private void manifest(String base, String settings, String rest) throws IOException {
        chandler.file(
                "chandler.yml",
                "name: nix-it\nbase: " + base + "\ninstall:\n  - nix:\n      options: {substitute: \"false\"}\n      "
                        + settings + "\n" + rest + "artifact: {repo: test/nix-it}\n");
    }

    private void derivation(String script) throws IOException {
        chandler.file(
                "default.nix",
                "{ ... }:\nlet busybox = \"${./tools}/busybox\"; in\n{\n  hello = derivation {\n    name = \"hello\";\n"
                        + "    system = builtins.currentSystem;\n    builder = busybox;\n"
                        + "    args = [ \"sh\" \"-ec\" ''\n      ${busybox} mkdir -p $out/bin\n      " + script
                        + "\n    '' ];\n  };\n}\n");
    }

    private static String image(Chandler.Ended ended) {
        Matcher matcher = IMAGE.matcher(ended.text());
        assertThat(matcher.find()).as(ended.text()).isTrue();
        return matcher.group(1);
    }

    private static String ran(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** How many processes of the machine have all the words in their command line. */
    private static int processes(String... words) {
        return (int) ProcessHandle.allProcesses()
                .filter(each -> Stream.of(words).allMatch(commandLine(each)::contains))
                .count();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private static void waitUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }
}
