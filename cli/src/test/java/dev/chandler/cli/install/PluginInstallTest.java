package dev.chandler.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plugin install} of files, and what commands make of the lock. */
class PluginInstallTest {

    @TempDir
    Path root;

    private Path project;
    private Path shelf;

    @BeforeEach
    void makeFolders() throws IOException {
        project = Files.createDirectories(root.resolve("project"));
        shelf = Files.createDirectories(root.resolve("shelf"));
    }

    private Captured run(String... args) {
        return Captured.run(project, args);
    }

    private Captured install(Object... sources) {
        return run(Stream.concat(
                        Stream.of("plugin", "install"), Arrays.stream(sources).map(Object::toString))
                .toArray(String[]::new));
    }

    private Path installed(String name) {
        return project.resolve(".chandler/plugins").resolve(name);
    }

    private String lock() throws IOException {
        Path lock = project.resolve("chandler.lock");
        return Files.exists(lock) ? Files.readString(lock) : "";
    }

    private static Digest digest(Path file) throws IOException {
        return Digest.of(Files.readAllBytes(file));
    }

    private List<String> names() throws IOException {
        Path folder = project.resolve(".chandler/plugins");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void refused(Captured run, String code) throws IOException {
        assertThat(run.err()).contains("[" + code + "]").doesNotContain(".install-");
        assertThat(run.out()).isEmpty();
        assertThat(names()).isEmpty();
        assertThat(lock()).isEmpty();
    }

    @Test
    void aFileIsInstalledPinnedAndUsed() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        Motd.manifest(project, "motd");

        Captured run = install(jar);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("installed motd 1.0.0: .chandler/plugins/motd-1.0.0.jar\n");
        assertThat(lock()).isEqualTo("""
                # Written by chandler. It belongs under version control, and is not for editing by hand.
                version: 1
                plugins:
                  - id: "motd"
                    version: "1.0.0"
                    digest: "%s"
                    source: "file"
                """.formatted(digest(jar)));
        assertThat(names()).containsExactly("motd-1.0.0.jar");
        assertThat(installed("motd-1.0.0.jar")).hasSameBinaryContentAs(jar);
        assertThat(run("validate", "--locked").code()).isZero();
    }

    @Test
    void whatIsThereAlreadyIsLeftAsItIs() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        install(jar);
        Object before =
                Files.readAttributes(installed("motd-1.0.0.jar"), "unix:ino").get("ino");

        Captured run = install(jar);

        assertThat(run.out()).isEqualTo("motd 1.0.0 is installed already: .chandler/plugins/motd-1.0.0.jar\n");
        assertThat(Files.readAttributes(installed("motd-1.0.0.jar"), "unix:ino").get("ino"))
                .isEqualTo(before);
    }

    @Test
    void aFileOfTheProjectIsRecordedWithItsPathThere() throws IOException {
        Motd.jar(project.resolve("lib"), "motd", "1.0.0");

        install("lib/motd-1.0.0.jar");

        assertThat(lock()).contains("source: \"./lib/motd-1.0.0.jar\"");
    }

    @Test
    void aPluginThatWasDroppedInIsPinnedUnderItsName() throws IOException {
        Files.move(
                Motd.jar(shelf, "motd", "1.0.0"),
                Files.createDirectories(installed("")).resolve("dropped.jar"));

        assertThat(install(".chandler/plugins/dropped.jar").code()).isZero();

        assertThat(names()).containsExactly("motd-1.0.0.jar");
        assertThat(lock()).contains("source: \"file\"");
    }

    @Test
    void allPluginsOfAFolderAreInstalled() throws IOException {
        Motd.jar(shelf, "motd", "1.0.0");
        Motd.of("moon", "2.0.0").zipTo(shelf);
        Files.writeString(shelf.resolve(".hidden.jar"), "no jar");
        Files.writeString(shelf.resolve("README.md"), "plugins");

        assertThat(install(shelf).code()).isZero();

        assertThat(names()).containsExactly("moon-2.0.0.zip", "motd-1.0.0.jar");
    }

    @Test
    void whereOneIsNoGoodNoneIsInstalled() throws IOException {
        Motd.jar(shelf, "motd", "1.0.0");
        Files.writeString(shelf.resolve("other.jar"), "no jar");

        refused(install(shelf), "CH-PLUGIN-031");
    }

    @Test
    void anotherVersionTakesThePlaceOfTheOneBefore() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));

        Captured run = install(Motd.jar(shelf, "motd", "1.1.0"));

        assertThat(run.out())
                .isEqualTo("installed motd 1.1.0 in the place of 1.0.0: .chandler/plugins/motd-1.1.0.jar\n");
        assertThat(names()).containsExactly("motd-1.1.0.jar");
        assertThat(lock()).contains("\"1.1.0\"").doesNotContain("\"1.0.0\"");
    }

    @Test
    void aSignatureBesideAFileIsKeptBesideIt() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        Files.writeString(shelf.resolve("motd-1.0.0.jar.sig"), "c2lnbmF0dXJl");

        install(jar);
        assertThat(installed("motd-1.0.0.jar.sig")).hasContent("c2lnbmF0dXJl");

        install(Motd.jar(shelf, "motd", "1.1.0"));
        assertThat(names()).containsExactly("motd-1.1.0.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../motd", "1.0.0/x", "1 0", ".1"})
    void aVersionThatLeadsElsewhereIsNone(String version) throws IOException {
        Path jar = Motd.of("motd", version).writeTo(shelf, "motd.jar", content -> content);

        refused(install(jar), "CH-PLUGIN-031");
    }

    /** It may have come from a server that did not answer this time. */
    @Test
    void aSignatureStaysWhereTheSameFileIsInstalledWithoutOne() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        Path signature = Files.writeString(shelf.resolve("motd-1.0.0.jar.sig"), "c2lnbmF0dXJl");
        install(jar);
        Files.delete(signature);

        install(jar);

        assertThat(installed("motd-1.0.0.jar.sig")).hasContent("c2lnbmF0dXJl");
    }

    @Test
    void whereOneHasNoRoomAllStaysAsItWas() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));
        String before = lock();
        Files.createDirectories(installed("zoo-1.0.0.jar"));

        Captured run = install(Motd.jar(shelf, "motd", "1.1.0"), Motd.jar(shelf, "zoo", "1.0.0"));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("[CH-PLUGIN-048]");
        assertThat(names()).containsExactly("motd-1.0.0.jar", "zoo-1.0.0.jar");
        assertThat(lock()).isEqualTo(before);
    }

    @Test
    void aPluginDoesNotTakeTheFileOfAnotherWhoseIdAndVersionReadTheSame() throws IOException {
        install(Motd.jar(shelf, "motd", "2-rc1"));

        Captured run = install(Motd.jar(shelf, "motd-2", "rc1"));

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("[CH-PLUGIN-048]").contains("\"motd\"").contains("\"motd-2\"");
        assertThat(names()).containsExactly("motd-2-rc1.jar");
        assertThat(lock()).doesNotContain("motd-2\"");
    }

    @Test
    void aDigestIsForASource() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));

        Captured run = run("plugin", "install", "--digest", "sha256:" + "0".repeat(64));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--digest needs a SOURCE");
    }

    @Test
    void aSourceInTheLockThatIsNoneIsSaidWithThePlugin() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));
        Files.writeString(project.resolve("chandler.lock"), lock().replace("\"file\"", "\"nonsense\""));
        Files.delete(installed("motd-1.0.0.jar"));
        emptyCache();

        Captured run = run("plugin", "install");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("[CH-LOCK-004]").contains("\"motd\"").contains("nonsense");
    }

    @Test
    void theUsersOwnPluginsHaveNothingToDoWithAProjectsLock() throws IOException {
        Files.writeString(project.resolve("chandler.lock"), "nonsense");

        Captured run = run(
                "plugin", "install", "--user", Motd.jar(shelf, "motd", "1.0.0").toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void aFileThatIsCutShortIsRefused() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        Files.write(jar, Arrays.copyOf(Files.readAllBytes(jar), 700));

        Captured run = install(jar);

        refused(run, "CH-PLUGIN-031");
        assertThat(run.err()).contains("CH-PLUGIN-002", jar.toString());
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void aZipThatLeadsOutOfItselfIsRefused() throws IOException {
        Map<String, byte[]> content = new TreeMap<>();
        content.put("motd.jar", Files.readAllBytes(Motd.jar(shelf, "motd", "1.0.0")));
        content.put("lib/../../evil.jar", new byte[10]);

        Captured run = install(PluginJar.zip(shelf.resolve("evil.zip"), content));

        refused(run, "CH-PLUGIN-031");
        assertThat(run.err()).contains("CH-PLUGIN-015");
    }

    @Test
    void aZipThatWouldFillTheDiskIsRefused() throws IOException {
        Path bomb = PluginJar.zip(shelf.resolve("bomb.jar"), Map.of("zeros", new byte[600 << 20]));
        Map<String, byte[]> content = new TreeMap<>();
        content.put("motd.jar", Files.readAllBytes(Motd.jar(shelf, "motd", "1.0.0")));
        content.put("lib/bomb.jar", Files.readAllBytes(bomb));

        Captured run = install(PluginJar.zip(shelf.resolve("bomb.zip"), content));

        refused(run, "CH-PLUGIN-031");
        assertThat(run.err()).contains("512 MB");
    }

    @Test
    void aFileWithAnotherDigestThanWasAskedForIsRefused() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");

        refused(install(jar, "--digest", Digest.of("other")), "CH-PLUGIN-032");
        assertThat(install(jar, "--digest", digest(jar)).code()).isZero();
    }

    @Test
    void twoVersionsOfOnePluginAtOnceAreRefused() throws IOException {
        refused(install(Motd.jar(shelf, "motd", "1.0.0"), Motd.jar(shelf, "motd", "1.1.0")), "CH-PLUGIN-045");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "missing.jar",
                "maven:motd",
                "maven:org.example:motd:1.0.0:exe",
                "maven:org.example:motd:LATEST",
                "maven:org.example:motd:RELEASE",
                "maven:org.example:motd:1.0.0-SNAPSHOT",
                "oci:motd",
                "oci:host/Motd:1",
                "https://host/index.json",
                "https://host/index.json#Motd",
                "https://host/index.json#motd@>=",
                "https://user:password@host/index.json#motd",
                "chandler.yml",
            })
    void whatIsNoSourceIsAMistakeOfTheCommandLine(String source) throws IOException {
        Motd.manifest(project, "motd");

        Captured run = install(source);

        refused(run, "CH-PLUGIN-030");
        assertThat(run.err()).doesNotContain("password");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void withoutASourceAndALockThereIsNothingToInstall() throws IOException {
        Captured run = install();

        refused(run, "CH-PLUGIN-046");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void aPluginOfTheUsersOwnFolderIsNotPinned() throws IOException {
        Captured run = install(Motd.jar(shelf, "motd", "1.0.0"), "--user");

        assertThat(run.out()).contains(".local/share/chandler/plugins/motd-1.0.0.jar");
        assertThat(lock()).isEmpty();
        Motd.manifest(project, "motd");
        assertThat(run("validate").code()).isZero();
        assertThat(run("validate", "--locked").err()).contains("CH-PLUGIN-041");
    }

    @Test
    void aPluginThatCannotBeUsedYetIsInstalledWithAWarning() {
        Path jar = Motd.of("motd", "1.0.0")
                .header("Plugin-Dependencies", "moon@>=1.0.0")
                .writeTo(shelf);

        Captured run = install(jar);

        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("warning: ", "CH-PLUGIN-013");
    }

    @Test
    void aPluginThatIsNotAsPinnedIsRefusedWhereItIsUsed() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));
        Files.copy(
                Motd.of("motd", "1.0.0").header("Plugin-Description", "another").writeTo(root.resolve("other")),
                installed("motd-1.0.0.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        Motd.manifest(project, "motd");

        Captured run = run("validate");

        assertThat(run.err()).contains("CH-PLUGIN-040", "motd-1.0.0.jar", "chandler plugin install");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run("plugin", "list").out()).contains("refused");
    }

    @Test
    void aLinkToAnotherFileIsHeldAgainstThePinToo() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));
        Path other =
                Motd.of("motd", "1.0.0").header("Plugin-Description", "another").writeTo(root.resolve("other"));
        Files.delete(installed("motd-1.0.0.jar"));
        Files.createSymbolicLink(installed("motd-1.0.0.jar"), other);
        Motd.manifest(project, "motd");

        assertThat(run("validate").err()).contains("CH-PLUGIN-040");

        assertThat(install().out()).contains("installed motd 1.0.0");
        assertThat(run("validate").code()).isZero();
    }

    @Test
    void whatAKilledRunLeftGoesAfterADay() throws IOException {
        Files.createDirectories(installed(""));
        Path old = Files.createFile(installed(".install-old.jar"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(2, ChronoUnit.DAYS)));
        Files.createFile(installed(".install-new.jar"));

        install(Motd.jar(shelf, "motd", "1.0.0"));

        assertThat(names()).containsExactly(".install-new.jar", "motd-1.0.0.jar");
    }

    @Test
    void aPluginThatIsNotAsPinnedAndNotUsedKeepsNobody() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"), Motd.jar(shelf, "moon", "1.0.0"));
        Files.writeString(installed("motd-1.0.0.jar"), "no jar any more");
        Motd.manifest(project, "moon");

        Captured run = run("validate", "--locked");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
    }

    @Test
    void lockedMeansThatAPluginDroppedInIsNotUsed() {
        Motd.jar(project.resolve(".chandler/plugins"), "motd", "1.0.0");
        Motd.manifest(project, "motd");

        assertThat(run("validate").code()).isZero();
        for (String command : List.of("validate", "plan", "build", "graph")) {
            Captured run = run(command, "--locked");
            assertThat(run.err()).as(command).contains("CH-PLUGIN-041", "motd-1.0.0.jar");
            assertThat(run.code()).as(command).isEqualTo(3);
        }
    }

    @Test
    void lockedMeansThatAPluginOfAnotherFolderIsThePinnedOne() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        install(jar);
        Files.delete(installed("motd-1.0.0.jar"));
        Motd.manifest(project, "motd");

        assertThat(run("validate", "--locked", "--plugins", shelf.toString()).code())
                .isZero();
        Motd.of("motd", "1.0.0").header("Plugin-Description", "another").writeTo(shelf);
        assertThat(run("validate", "--plugins", shelf.toString()).code()).isZero();
        assertThat(run("validate", "--locked", "--plugins", shelf.toString()).err())
                .contains("CH-PLUGIN-040");
    }

    @Test
    void lockedInstallsNothingThatIsNotPinned() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        refused(install(jar, "--locked"), "CH-PLUGIN-041");

        install(jar);
        String before = lock();

        assertThat(install(Motd.jar(shelf, "motd", "1.1.0"), "--locked").err()).contains("CH-PLUGIN-040");
        assertThat(names()).containsExactly("motd-1.0.0.jar");
        assertThat(lock()).isEqualTo(before);
        assertThat(install(jar, "--locked").code()).isZero();
    }

    @Test
    void aFreshCloneIsToldWhatIsMissingAndInstallsIt() throws IOException {
        Motd.jar(project.resolve("lib"), "motd", "1.0.0");
        Motd.manifest(project, "motd");
        install("lib/motd-1.0.0.jar");
        String before = lock();
        Files.delete(installed("motd-1.0.0.jar"));

        Captured missing = run("validate");
        Captured again = install("--locked");

        assertThat(missing.err()).contains("CH-PLUGIN-042", "motd 1.0.0", "chandler plugin install");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(again.out()).isEqualTo("installed motd 1.0.0: .chandler/plugins/motd-1.0.0.jar\n");
        assertThat(lock()).isEqualTo(before);
        assertThat(run("validate", "--locked").code()).isZero();
        assertThat(install().out()).isEqualTo("all plugins of chandler.lock are installed\n");
    }

    @Test
    void aFreshCloneHasAnotherFileRefusedThanThePinnedOne() throws IOException {
        Path jar = Motd.jar(project.resolve("lib"), "motd", "1.0.0");
        install(jar);
        Files.delete(installed("motd-1.0.0.jar"));
        Files.write(jar, new byte[] {0}, StandardOpenOption.APPEND);
        emptyCache();

        assertThat(install().err()).contains("CH-PLUGIN-032");
        assertThat(names()).isEmpty();
    }

    @Test
    void aPluginFromAFileOutsideComesFromTheCacheOrNotAtAll() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));
        Files.delete(installed("motd-1.0.0.jar"));

        assertThat(install("--offline").code()).isZero();
        assertThat(names()).containsExactly("motd-1.0.0.jar");

        Files.delete(installed("motd-1.0.0.jar"));
        emptyCache();
        Captured run = install();
        assertThat(run.err()).contains("CH-PLUGIN-047");
        assertThat(run.code()).isEqualTo(3);
    }

    @Test
    void aDownloadThatWasTamperedWithIsNotUsed() throws IOException {
        install(Motd.jar(shelf, "motd", "1.0.0"));
        Files.delete(installed("motd-1.0.0.jar"));
        try (Stream<Path> files = Files.list(project.resolve(".cache/chandler/downloads"))) {
            Files.writeString(files.findFirst().orElseThrow(), "another");
        }

        assertThat(install().err()).contains("CH-PLUGIN-047");
        assertThat(names()).isEmpty();
    }

    @Test
    void aLockThatIsBrokenIsSaidWithItsPlace() throws IOException {
        Files.writeString(project.resolve("chandler.lock"), "version: 1\nplugins: {}\n");
        Motd.manifest(project, "motd");

        for (String line : List.of("validate", "plugin install", "plugin list")) {
            Captured run = run(line.split(" "));
            assertThat(run.err()).as(line).contains("chandler.lock:2:10");
            assertThat(run.code()).as(line).isEqualTo(2);
        }
    }

    @Test
    void twoProjectsThatPinTheSameHaveTheSameLock() throws IOException {
        Path jar = Motd.jar(shelf, "motd", "1.0.0");
        Path moon = Motd.jar(shelf, "moon", "1.0.0");
        Path other = Files.createDirectories(root.resolve("elsewhere/and/deeper"));

        install(jar, moon);
        Captured.run(other, "plugin", "install", moon.toString());
        Captured.run(other, "plugin", "install", jar.toString());

        assertThat(other.resolve("chandler.lock")).hasSameBinaryContentAs(project.resolve("chandler.lock"));
    }

    @Test
    void aProjectElsewhereIsNamedAsForOtherCommands() throws IOException {
        Motd.manifest(root.resolve("app"), "motd");

        assertThat(install(Motd.jar(shelf, "motd", "1.0.0"), "-f", "../app").code())
                .isZero();

        assertThat(root.resolve("app/chandler.lock")).exists();
        assertThat(lock()).isEmpty();
        assertThat(run("validate", "-f", "../app", "--locked").code()).isZero();
    }

    private void emptyCache() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve(".cache/chandler/downloads"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }
}
