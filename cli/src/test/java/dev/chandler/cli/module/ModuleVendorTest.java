package dev.chandler.cli.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A project's copies of its modules: written, taken from there and nowhere else, and refused where they are other ones. */
@Timeout(120)
class ModuleVendorTest {

    private static final String COPY = "vendor/modules/web/nginx@1.2.0";

    @TempDir
    Path root;

    private RegistryDouble registry;
    private Path module;
    private Path team;
    private String name;

    @BeforeEach
    void begin() throws IOException {
        registry = new RegistryDouble();
        module = root.resolve("nginx");
        team = Files.createDirectories(root.resolve("team"));
        name = registry.host() + "/teams/web/nginx";
        push("1.2.0");
        uses(name + "@^1");
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private void push(String version, String... options) throws IOException {
        ModuleText.write(module, "web/nginx", version, "");
        Files.createDirectories(module.resolve("conf.d/sites"));
        Files.createDirectories(module.resolve("test"));
        Files.writeString(
                module.resolve("test/chandler.yml"), "base: scratch\nmodules: [{use: ../, with: {host: a}}]\n");
        Files.writeString(module.resolve("files/debug.log"), "windows\r\nunix\n");
        Files.writeString(module.resolve("files/run"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(module.resolve("files/run"), PosixFilePermissions.fromString("rwx------"));
        List<String> words = new ArrayList<>(List.of("module", "push", name));
        words.addAll(List.of(options));
        assertThat(Captured.run(module, words.toArray(String[]::new)).err()).isEmpty();
    }

    private void uses(String... references) throws IOException {
        StringBuilder manifest = new StringBuilder("base: scratch\nmodules:\n");
        for (String each : references) {
            manifest.append("  - use: ").append(each).append("\n    with: {host: a}\n");
        }
        Files.writeString(team.resolve("chandler.yml"), references.length == 0 ? "base: scratch\n" : manifest);
    }

    private Captured run(String... args) {
        return Captured.run(team, Map.of("PATH", System.getenv("PATH")), args);
    }

    private Captured vendor(String... args) {
        Captured run = run(
                Stream.concat(Stream.of("module", "vendor"), Stream.of(args)).toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return run;
    }

    private void fails(Captured run, String code, String... words) {
        assertThat(run.err()).contains("[" + code + "]");
        for (String each : words) {
            assertThat(run.err()).contains(each);
        }
        assertThat(run.code()).isEqualTo(2);
    }

    private void forgetAll() throws IOException {
        registry.close();
        remove(team.resolve(".cache"));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** All files of the project but for those that are the user's alone, each with its content. */
    private Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder, new FileVisitOption[0])) {
            for (Path each : all.toList()) {
                String path = folder.relativize(each).toString();
                if (!path.startsWith(".cache") && !path.startsWith(".local") && !path.startsWith(".git/")) {
                    files.put(path, Files.isRegularFile(each) ? Files.readString(each) : "");
                }
            }
        }
        return files;
    }

    @Test
    void aCheckoutNeedsNeitherRegistryNorCache() throws IOException {
        Captured vendor = vendor();
        forgetAll();
        int asked = registry.asked().size();

        assertThat(vendor.out()).isEqualTo("+ web/nginx 1.2.0\nvendor/modules: 1 module\n");
        assertThat(team.resolve(COPY + "/files/motd")).hasContent("motd of 1.2.0\n");
        assertThat(team.resolve(COPY + "/files/run")).isExecutable();
        for (String[] words : new String[][] {{}, {"--locked"}, {"--offline"}, {"--locked", "--offline"}}) {
            Captured valid =
                    run(Stream.concat(Stream.of("validate"), Stream.of(words)).toArray(String[]::new));
            assertThat(valid.err()).isEmpty();
            assertThat(valid.code()).isZero();
            remove(team.resolve(".cache"));
        }
        assertThat(run("module", "list", "--offline").out()).contains("web/nginx  1.2.0");
        assertThat(registry.asked()).hasSize(asked);
    }

    @Test
    void aCopyThatWasChangedIsRefusedAtTheLineOfTheUse() throws IOException {
        vendor();
        Path motd = team.resolve(COPY + "/files/motd");
        Files.writeString(motd, "another\n");

        fails(
                run("validate"),
                "CH-MODULE-074",
                "chandler.yml:3:10: the copy of the module \"web/nginx\" 1.2.0 is not what chandler.lock has",
                COPY,
                "git add --force vendor/modules",
                "\"chandler module vendor\" writes it anew");

        assertThat(vendor().out()).isEqualTo("+ web/nginx 1.2.0\nvendor/modules: 1 module\n");
        assertThat(motd).hasContent("motd of 1.2.0\n");
        assertThat(run("validate").code()).isZero();
    }

    @Test
    void aCopyWithAFileMoreOrLessOrNoneAtAllIsRefused() throws IOException {
        vendor();
        Path more = Files.writeString(team.resolve(COPY + "/files/more"), "");
        fails(run("validate"), "CH-MODULE-074", "its files have the digest sha256:");
        Files.delete(more);
        assertThat(run("validate").code()).isZero();

        Files.delete(team.resolve(COPY + "/files/motd"));
        fails(run("validate"), "CH-MODULE-074");
        remove(team.resolve(COPY));
        fails(run("validate"), "CH-MODULE-074", "there is no such folder");
    }

    @Test
    void anotherContentThanIsLockedIsRefusedWhateverTheListSays() throws IOException {
        vendor();
        Path lock = team.resolve("chandler.lock");
        Files.writeString(lock, Files.readString(lock).replaceAll("sha256:[0-9a-f]{64}", "sha256:" + "0".repeat(64)));

        fails(run("validate"), "CH-MODULE-074", "its list says sha256:", "chandler.lock sha256:000");
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        vendor();
        Map<String, String> before = files(team);
        var time = Files.getLastModifiedTime(team.resolve("vendor/modules/chandler.vendor.yml"));

        assertThat(vendor().out()).isEqualTo("vendor/modules has everything already: 1 module\n");
        forgetAll();
        assertThat(vendor("--locked", "--offline").out())
                .isEqualTo("vendor/modules has everything already: 1 module\n");

        assertThat(files(team)).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(team.resolve("vendor/modules/chandler.vendor.yml")))
                .isEqualTo(time);
    }

    @Test
    void whatNobodyUsesAnyMoreIsRemovedAndNothingOutside() throws IOException {
        Files.createDirectories(team.resolve("vendor/other"));
        Files.writeString(team.resolve("vendor/other/mine"), "mine");
        vendor();
        Files.writeString(team.resolve("outside"), "outside");
        Files.createSymbolicLink(team.resolve("vendor/modules/link"), team.resolve("vendor/other"));
        Files.createSymbolicLink(team.resolve("vendor/modules/web/file"), team.resolve("outside"));
        push("2.0.0");
        uses(name + "@^2");

        assertThat(vendor().out()).isEqualTo("- web/nginx 1.2.0\n+ web/nginx 2.0.0\nvendor/modules: 1 module\n");
        assertThat(team.resolve(COPY)).doesNotExist();
        assertThat(team.resolve("vendor/modules/link")).doesNotExist();
        assertThat(team.resolve("vendor/other/mine")).hasContent("mine");
        assertThat(team.resolve("outside")).hasContent("outside");

        uses();
        assertThat(vendor().out()).isEqualTo("- web/nginx 2.0.0\nvendor/modules: 0 modules\n");
        assertThat(files(team.resolve("vendor/modules")).keySet())
                .containsExactly("", ".gitattributes", ".gitignore", "chandler.vendor.yml");
    }

    @Test
    void aLinkInTheFolderLeadsNobodyOutOfIt() throws IOException {
        vendor();
        Path outside = Files.createDirectories(root.resolve("outside"));
        Files.createDirectories(outside.resolve("nginx@1.2.0"));
        Files.writeString(outside.resolve("nginx@1.2.0/mine"), "mine");
        remove(team.resolve("vendor/modules/web"));
        Files.createSymbolicLink(team.resolve("vendor/modules/web"), outside);

        assertThat(vendor().out()).isEqualTo("+ web/nginx 1.2.0\nvendor/modules: 1 module\n");
        assertThat(team.resolve("vendor/modules/web"))
                .isDirectory()
                .satisfies(folder -> assertThat(Files.isSymbolicLink(folder)).isFalse());
        assertThat(files(outside).keySet()).containsExactly("", "nginx@1.2.0", "nginx@1.2.0/mine");
    }

    @Test
    void aRunThatWasKilledIsTakenUp() throws IOException {
        Files.createDirectories(team.resolve("vendor/modules/.part-1/files"));
        Files.createDirectories(team.resolve(COPY + "/files"));
        Files.writeString(team.resolve(COPY + "/files/motd"), "mot");
        Files.writeString(team.resolve("vendor/modules/chandler.vendor.yml"), "version: 1\n");

        assertThat(vendor().out()).isEqualTo("+ web/nginx 1.2.0\nvendor/modules: 1 module\n");
        assertThat(team.resolve(COPY + "/files/motd")).hasContent("motd of 1.2.0\n");
        assertThat(team.resolve("vendor/modules/.part-1")).doesNotExist();
        assertThat(run("validate", "--locked").err()).isEmpty();
    }

    @Test
    void aFolderThatIsNotItsOwnIsLeftAlone() throws IOException {
        Files.createDirectories(team.resolve("src"));
        Files.writeString(team.resolve("src/mine"), "mine");
        Files.createDirectories(root.resolve("elsewhere"));
        Files.createSymbolicLink(team.resolve("out"), root.resolve("elsewhere"));
        Files.createSymbolicLink(team.resolve("vendor"), root.resolve("elsewhere"));

        for (String folder : List.of("src", ".", "..", "../elsewhere", "out", "out/deep", "src/mine")) {
            fails(run("module", "vendor", folder), "CH-MODULE-075");
        }
        fails(run("module", "vendor"), "CH-MODULE-075", "\"vendor\" is no folder, or a link to one");
        assertThat(team.resolve("src/mine")).hasContent("mine");
        assertThat(root.resolve("elsewhere")).isEmptyDirectory();
    }

    @Test
    void anotherFolderIsRememberedByTheLock() throws IOException {
        vendor("third_party/modules");
        forgetAll();

        assertThat(team.resolve("vendor")).doesNotExist();
        assertThat(team.resolve("chandler.lock")).content().contains("vendored: \"third_party/modules\"\n");
        assertThat(run("validate", "--locked").err()).isEmpty();
        assertThat(vendor("--locked").out()).isEqualTo("third_party/modules has everything already: 1 module\n");
        fails(run("module", "vendor", "lib", "--locked"), "CH-MODULE-078", "with --locked it stays as it is");

        Captured back = run("module", "vendor", "vendor/modules");
        assertThat(back.err()).isEqualTo("third_party/modules is no longer used: remove it\n");
        assertThat(team.resolve("chandler.lock")).content().doesNotContain("vendored");
    }

    @Test
    void lockedWantsACopyOfAllThatIsUsedAndElseTheRestIsFetched() throws IOException {
        vendor();
        push("2.0.0");
        uses(name + "@^2");
        Captured locked = run("lock");

        assertThat(locked.err()).contains("\"chandler module vendor\" writes them anew");
        assertThat(run("validate").err()).isEmpty();
        fails(
                run("validate", "--locked"),
                "CH-MODULE-076",
                "chandler.yml:3:10: there is no copy of the module \"web/nginx\" 2.0.0",
                "\"chandler module vendor\" puts it there");
        vendor("--locked");
        assertThat(run("validate", "--locked").err()).isEmpty();
    }

    @Test
    void lockedCopiesNothingThatIsNotInTheLock() {
        fails(run("module", "vendor", "--locked"), "CH-LOCK-007");
        assertThat(team.resolve("vendor")).doesNotExist();
        assertThat(team.resolve("chandler.lock")).doesNotExist();
    }

    @Test
    void gitKeepsAllOfItAsItIs() throws IOException, InterruptedException {
        Files.writeString(team.resolve(".gitignore"), "*.log\nconf.d\nfiles/\n.cache/\n.local/\n");
        Files.writeString(team.resolve(".gitattributes"), "* text=auto\n");
        vendor();
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("commit", "--quiet", "--message", "all");
        git("clone", "--quiet", "--config", "core.autocrlf=true", ".", "../clone");
        forgetAll();
        team = root.resolve("clone");

        assertThat(team.resolve(COPY + "/conf.d")).doesNotExist();
        assertThat(run("validate", "--locked").err()).isEmpty();
        assertThat(vendor("--locked").out()).isEqualTo("vendor/modules has everything already: 1 module\n");
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(team.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", root.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void whatComesFromGitIsCopiedTheSame() throws IOException, InterruptedException {
        Path project = team;
        team = Files.createDirectories(root.resolve("modules"));
        ModuleText.write(team.resolve("nginx"), "web/nginx", "1.2.0", "");
        Files.writeString(team.resolve("nginx/.gitignore"), "*.tmp\n");
        git("init", "--quiet", "--initial-branch=main");
        git("add", "--all");
        git("commit", "--quiet", "--message", "all");
        team = project;
        uses("git+file://" + root.resolve("modules") + "#main:nginx");

        assertThat(run("module", "vendor").err())
                .isEqualTo("web/nginx 1.2.0 has a .gitignore of its own; for all of its files:"
                        + " git add --force vendor/modules\n");
        forgetAll();
        remove(root.resolve("modules"));

        assertThat(run("validate", "--locked").err()).isEmpty();
    }

    @Test
    void manifestsOfCopiesAreNotTheProjects() throws IOException {
        Files.writeString(team.resolve("chandler.project.yml"), "builds: ['**']\n");
        Files.createDirectories(team.resolve("api"));
        Files.move(team.resolve("chandler.yml"), team.resolve("api/chandler.yml"));
        vendor();

        assertThat(team.resolve(COPY + "/test/chandler.yml")).exists();
        assertThat(run("list").out()).contains("api").doesNotContain("vendor");
        assertThat(run("validate", "-r", ".").out()).doesNotContain("vendor");
        assertThat(run("module", "list").out()).doesNotContain("vendor");
    }

    @Test
    void aListThatCannotBeReadIsAProblemUntilItIsWrittenAnew() throws IOException {
        vendor();
        Path list = team.resolve("vendor/modules/chandler.vendor.yml");
        String right = Files.readString(list);
        Files.writeString(list, "version: 7\n");
        fails(run("validate"), "CH-MODULE-077", "vendor/modules/chandler.vendor.yml:1:10", "this Chandler reads 1");
        Files.writeString(list, right.replace("\"web/nginx\"", "\"../../etc\""));
        fails(run("validate"), "CH-MANIFEST-011", "chandler.vendor.yml:5:11");

        vendor();
        assertThat(list).hasContent(right);
    }

    @Test
    void aSignatureGoesWithTheCopyAndThePolicyHolds() throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.createDirectories(team.resolve(".config/chandler"));
        Files.writeString(
                team.resolve(".config/chandler/policy.yml"),
                "keys:\n  acme:\n    key: "
                        + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()) + "\n    subjects: web/*\n");
        Captured.run(module, "module", "pack");
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(Files.readAllBytes(module.resolve("nginx-1.2.0.tar")));
        Files.writeString(
                module.resolve("nginx-1.2.0.tar.sig"), Base64.getEncoder().encodeToString(signer.sign()));
        push("1.2.0", "--signature", "nginx-1.2.0.tar.sig");
        vendor();
        forgetAll();

        assertThat(run("validate", "--locked").err()).isEmpty();
        assertThat(vendor("--offline").out()).isEqualTo("vendor/modules has everything already: 1 module\n");

        Files.delete(team.resolve(COPY + ".sig"));
        remove(team.resolve(".cache"));
        Captured unsigned = run("validate", "--offline");
        assertThat(unsigned.err()).contains("CH-TRUST-010");
        assertThat(unsigned.code()).isEqualTo(3);
    }

    @Test
    void aFolderOutsideOfTheProjectIsNamed() throws IOException {
        uses("../nginx");

        Captured run = run("module", "vendor");

        assertThat(run.out()).isEqualTo("vendor/modules has everything already: 0 modules\n");
        assertThat(run.err()).startsWith("not copied: web/nginx, a folder outside of the project: ");
    }
}
