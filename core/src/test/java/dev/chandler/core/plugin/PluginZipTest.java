package dev.chandler.core.plugin;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plugin's zip: its jar and its libraries, and what is wrong with those that would do harm. */
class PluginZipTest {

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @TempDir
    Path cache;

    @BeforeEach
    void dropAGoodOne() {
        PluginJar.of("good")
                .provisioner("good", "org.example.Good", Sources.provisioner("Good", "good"))
                .writeTo(folder);
    }

    @Test
    void bringsItsLibraries() {
        using("moon", "1").zipTo(folder, library("1"));

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    @Test
    void keepsItsVersionOfALibraryApartFromAnothers() {
        using("moon", "1").zipTo(folder, library("1"));
        using("sun", "2").zipTo(folder, library("2"));

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
            assertThat(host.provisioner("sun")).map(Provisioner::keyVersion).contains("library 2");
        }
    }

    @Test
    void isNotUnpackedUnlessItIsNeeded() {
        using("moon", "1").zipTo(folder, library("1"));

        try (PluginHost host = open()) {
            assertThat(host.provisioner("good")).isPresent();
            assertThat(unpacked()).doesNotExist();
        }
    }

    @Test
    void isNotOpenedAgainUntilItIsNeededNorUnpackedTwice() throws IOException {
        Path zip = using("moon", "1").zipTo(folder, library("1"));
        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).isPresent();
        }
        FileTime time = Files.getLastModifiedTime(zip);
        Files.write(zip, new byte[(int) Files.size(zip)]);
        Files.setLastModifiedTime(zip, time);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    /** Its jars are those of a folder that is named by what it was. */
    @Test
    void isNotUsedAsItWasWhereItIsAnotherThatIsPinned() throws IOException {
        Path zip = using("moon", "1").zipTo(folder, library("1"));
        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).isPresent();
        }
        FileTime time = Files.getLastModifiedTime(zip);
        long size = Files.size(zip);
        String word = "1";
        for (char next = 'a'; word.equals("1") || Files.size(zip) != size; next++) {
            word = String.valueOf(next);
            Files.copy(using("moon", word).zipTo(elsewhere, library(word)), zip, REPLACE_EXISTING);
        }
        Files.setLastModifiedTime(zip, time);
        LockedPlugin pinned = new LockedPlugin("moon", "1.0.0", JarReader.digest(zip), LockedPlugin.FILE);
        PluginPins pins = PluginPins.of(Lockfile.empty().with(pinned), true);

        try (PluginHost host = open(pins)) {
            assertThatThrownBy(() -> host.provisioner("moon")).hasMessageContaining("CH-PLUGIN-002");
        }
        try (PluginHost host = open(pins)) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library " + word);
        }
    }

    @Test
    void isUnpackedBesideNothingElse() {
        using("moon", "1").zipTo(folder, library("1"));

        try (PluginHost host = open()) {
            host.provisioner("moon");

            assertThat(files(unpacked()))
                    .hasSize(2)
                    .anyMatch(path -> path.matches("[0-9a-f]{64}/moon-1.0.0.jar"))
                    .anyMatch(path -> path.matches("[0-9a-f]{64}/lib/library-1.0.0.jar"));
        }
    }

    @Test
    void isUnpackedAgainWhereThePlaceWasClearedInPart() throws IOException {
        using("moon", "1").zipTo(folder, library("1"));
        try (PluginHost host = open()) {
            host.provisioner("moon");
        }
        for (String path : files(unpacked())) {
            if (path.contains("/lib/")) {
                Files.delete(unpacked().resolve(path));
            }
        }

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    @Test
    void isUnpackedAgainWhereAJarThereIsNotWhatItWas() throws IOException {
        using("moon", "1").zipTo(folder, library("1"));
        try (PluginHost host = open()) {
            host.provisioner("moon");
        }
        for (String path : files(unpacked())) {
            Path jar = unpacked().resolve(path);
            Files.write(jar, new byte[(int) Files.size(jar)]);
        }

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    @Test
    void isReadAnewAfterItTurnsOutToBeAnotherOfTheSameSizeAndTime() throws IOException {
        Path zip = using("moon", "1").zipTo(folder, library("1"));
        open().close();
        FileTime time = Files.getLastModifiedTime(zip);
        byte[] bytes = Files.readAllBytes(zip);
        int list = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 6);
        bytes[list + 12] ^= 1; // When the first of its entries was made.
        Files.write(zip, bytes);
        Files.setLastModifiedTime(zip, time);

        assertRefused("moon", "CH-PLUGIN-002", "moon-1.0.0.zip", "not what it was");
        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.jar", "/tmp/out.jar", "lib/../../out.jar", "lib\\..\\out.jar"})
    void isUnpackedNowhereElseWhateverTheIndexSays(String path) {
        assertThatThrownBy(() -> new ZipMember(path, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isUnreadableWhereItHasGone() throws IOException {
        Path zip = using("moon", "1").zipTo(folder, library("1"));
        try (PluginHost host = open()) {
            Files.delete(zip);

            assertThatThrownBy(() -> host.provisioner("moon"))
                    .hasMessageContainingAll("CH-PLUGIN-002", "moon-1.0.0.zip");
        }
    }

    @Test
    void isUnpackedOnceForManyRunsAtOnce() throws Exception {
        using("moon", "1").zipTo(folder, library("1"));
        int runs = 8;
        CyclicBarrier start = new CyclicBarrier(runs);
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            List<Future<String>> answers = IntStream.range(0, runs)
                    .mapToObj(run -> threads.submit(() -> {
                        try (PluginHost host = open()) {
                            start.await();
                            return host.provisioner("moon").orElseThrow().keyVersion();
                        }
                    }))
                    .toList();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("library 1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files(unpacked())).hasSize(2);
    }

    @Test
    void saysWhereItCannotBeUnpacked() throws IOException {
        using("moon", "1").zipTo(folder, library("1"));
        Files.writeString(unpacked(), "in the way");

        assertRefused("moon", "CH-PLUGIN-016", "moon-1.0.0.zip", unpacked().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out.jar", "lib/../../out.jar", "/tmp/out.jar", "lib\\..\\out.jar", "C:/out.jar", ".."})
    void isRefusedWhereAPathLeadsOutOfIt(String path) {
        PluginJar.zip(folder.resolve("bad.zip"), Map.of(path, new byte[] {1}));

        assertRefusal("CH-PLUGIN-015", "bad.zip", path.startsWith("lib\\") ? "out.jar" : path, "leads out of it");
    }

    @Test
    void isRefusedWhereThereIsALinkInIt() throws IOException {
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(folder.resolve("bad.zip"))) {
            ZipArchiveEntry link = new ZipArchiveEntry("lib/link.jar");
            link.setUnixMode(0120777);
            zip.putArchiveEntry(link);
            zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
            zip.closeArchiveEntry();
        }

        assertRefusal("CH-PLUGIN-015", "bad.zip", "lib/link.jar", "is a link");
    }

    @Test
    void isRefusedWhereMoreComesOutOfItThanAnyoneNeeds() throws IOException {
        bomb(folder.resolve("bad.zip"), "lib/bomb.jar");

        assertRefusal("CH-PLUGIN-015", "bad.zip", "512 MB");
    }

    @Test
    void isRefusedWhereMoreComesOutOfAJarInItThanAnyoneNeeds() throws IOException {
        Path jar = bomb(elsewhere.resolve("bomb.jar"), "zeros");
        using("moon", "1").zipTo(folder, library("1"), jar);

        assertRefusal("CH-PLUGIN-015", "moon-1.0.0.zip", "512 MB");
    }

    @Test
    void isRefusedWithoutAJarAtItsTop() {
        PluginJar.zip(folder.resolve("bad.zip"), Map.of("README.md", new byte[] {1}));

        assertRefusal("CH-PLUGIN-001", "bad.zip", "no jar at its top");
    }

    @Test
    void isRefusedWithSeveralJarsAtItsTop() {
        PluginJar.zip(folder.resolve("bad.zip"), Map.of("a.jar", new byte[] {1}, "b.jar", new byte[] {1}));

        assertRefusal("CH-PLUGIN-001", "bad.zip", "several jars");
    }

    @Test
    void isRefusedWhereALibraryBringsTheApi() {
        Path library = PluginJar.of("fat")
                .entry("dev/chandler/api/ApiVersion.class", new byte[] {1})
                .writeTo(elsewhere);
        using("moon", "1").zipTo(folder, library("1"), library);

        assertRefused("moon", "CH-PLUGIN-004", "lib/fat-1.0.0.jar!/dev/chandler/api/ApiVersion.class");
    }

    @Test
    void isRefusedWhereALibraryIsNoJar() throws IOException {
        Path library = Files.writeString(elsewhere.resolve("text.jar"), "no jar");
        using("moon", "1").zipTo(folder, library);

        assertRefusal("CH-PLUGIN-002", "moon-1.0.0.zip", "no jar");
    }

    @Test
    void isRefusedWhereItIsCutShort() throws IOException {
        Path zip = using("moon", "1").zipTo(elsewhere, library("1"));
        byte[] whole = Files.readAllBytes(zip);
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 1}) {
            Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, length));

            assertRefusal("CH-PLUGIN-002", "cut.zip");
        }
    }

    @Test
    void isRefusedWhereItsContentIsNotWhatWasPacked() throws IOException {
        byte[] whole = Files.readAllBytes(using("moon", "1").zipTo(elsewhere, library("1")));
        whole[whole.length / 4] ^= 0x40;
        Files.write(folder.resolve("bad.zip"), whole);

        assertRefusal("CH-PLUGIN-002", "bad.zip");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 93, 95, 99})
    void isRefusedWhereAJarIsPackedInAnUnusualWay(int method) throws IOException {
        pack(using("moon", "1").zipTo(folder, library("1")), "lib/library-1.0.0.jar", method);

        assertRefused("moon", "CH-PLUGIN-002", "moon-1.0.0.zip", "lib/library-1.0.0.jar", "unusual way");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 93, 95, 99})
    void isRefusedWhereItsOwnJarIsPackedInAnUnusualWay(int method) throws IOException {
        pack(using("moon", "1").zipTo(folder, library("1")), "moon-1.0.0.jar", method);

        assertRefusal("CH-PLUGIN-002", "moon-1.0.0.zip", "moon-1.0.0.jar", "unusual way");
    }

    @Test
    void isKnownByWhatItProvidesWhereALibraryIsBroken() throws IOException {
        using("moon", "1").zipTo(folder, Files.writeString(elsewhere.resolve("text.jar"), "no jar"));

        assertRefused("moon", "CH-PLUGIN-002", "moon-1.0.0.zip", "no jar");
    }

    @Test
    void mayBringLibrariesWithLargeManifestsAndServices() throws IOException {
        Path large = PluginJar.zip(
                elsewhere.resolve("large.jar"),
                Map.of(
                        "META-INF/MANIFEST.MF",
                        ("Manifest-Version: 1.0\n\n" + "Name: a/File\n\n".repeat(JarReader.SMALL_BYTES / 10))
                                .getBytes(StandardCharsets.UTF_8),
                        "META-INF/services/dev.chandler.api.provision.Provisioner",
                        new byte[JarReader.SMALL_BYTES + 1]));
        using("moon", "1").zipTo(folder, library("1"), large);

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    @Test
    void mayHaveLargeServicesOfOthers() {
        using("moon", "1")
                .entry("META-INF/services/org.example.Other", new byte[JarReader.SMALL_BYTES + 1])
                .zipTo(folder, library("1"));

        try (PluginHost host = open()) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains("library 1");
        }
    }

    @Test
    void isRefusedWhereAJarInItHasMoreEntriesThanAnyoneNeeds() throws IOException {
        Path jar = elsewhere.resolve("many.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (int at = 0; at <= 100_000; at++) {
                zip.putNextEntry(new ZipEntry("empty/" + at));
            }
        }
        using("moon", "1").zipTo(folder, library("1"), jar);

        assertRefused("moon", "CH-PLUGIN-015", "moon-1.0.0.zip", "more entries");
    }

    @Test
    void isRefusedWhereTheNamesInAJarInItAreLongerThanAnyoneNeeds() throws IOException {
        Path jar = elsewhere.resolve("many.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (int at = 0; at < 300; at++) {
                zip.putNextEntry(new ZipEntry("x".repeat(60_000) + at));
            }
        }
        using("moon", "1").zipTo(folder, library("1"), jar);

        assertRefused("moon", "CH-PLUGIN-015", "moon-1.0.0.zip", "more entries");
    }

    @Test
    void isRememberedAsBrokenWhereItIsCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(using("moon", "1").zipTo(elsewhere, library("1")));
        Path cut = elsewhere.resolve("cut.zip");
        for (int length : new int[] {0, 1, 100, whole.length / 2, whole.length - 30, whole.length - 1}) {
            Files.write(cut, Arrays.copyOf(whole, length));

            // What is thrown is tried again by each command.
            assertThat(JarReader.read(cut).refusal()).as("%d bytes", length).isPresent();
        }
    }

    @Test
    void isRememberedAsBrokenWhereItsListIs() throws IOException {
        Path zip = using("moon", "1").zipTo(elsewhere, library("1"));
        byte[] bytes = Files.readAllBytes(zip);
        bytes[ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 6)] ^= 1;
        Files.write(zip, bytes);

        assertThat(JarReader.read(zip).refusal().flatMap(Problem::why))
                .hasValueSatisfying(why -> assertThat(why).contains("Central directory"));
    }

    @Test
    void isRefusedForANewerJavaAsAJarIs() {
        using("moon", "1").javaLevel(99).zipTo(folder, library("1"));

        assertRefused("moon", "CH-PLUGIN-010", "Java 99");
    }

    private void assertRefusal(String code, String... words) {
        try (PluginHost host = open()) {
            assertThat(host.refusals()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.remedy()).isPresent();
                assertThat(problem.toString()).contains(words);
            });
            assertThat(host.provisioner("good")).isPresent();
        }
        assertThat(unpacked()).doesNotExist();
    }

    private void assertRefused(String provisioner, String code, String... words) {
        try (PluginHost host = open()) {
            assertThatThrownBy(() -> host.provisioner(provisioner)).hasMessageContainingAll(words);
            assertThat(host.refusals()).extracting(Problem::code).containsExactly(code);
            assertThat(host.provisioner("good")).isPresent();
        }
    }

    /** Changes how an entry says that it is packed. */
    private static void pack(Path zip, String path, int method) throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = buffer.getInt(bytes.length - 6);
        while (buffer.getInt(at) == 0x02014b50) {
            int length = buffer.getShort(at + 28);
            if (new String(bytes, at + 46, length, StandardCharsets.UTF_8).equals(path)) {
                buffer.putShort(at + 10, (short) method);
                buffer.putShort(buffer.getInt(at + 42) + 8, (short) method);
                Files.write(zip, bytes);
                return;
            }
            at += 46 + length + buffer.getShort(at + 30) + buffer.getShort(at + 32);
        }
        throw new IllegalArgumentException(path);
    }

    private Path bomb(Path file, String entry) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry(entry));
            zeros(zip, 513);
        }
        return file;
    }

    private static void zeros(OutputStream out, int megabytes) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        for (byte[] each : Collections.nCopies(megabytes, megabyte)) {
            out.write(each);
        }
    }

    private Path library(String version) {
        return PluginJar.of("library")
                .type(
                        "org.library.Library",
                        "package org.library; public class Library { public static String version() { return \""
                                + version
                                + "\"; } }")
                .writeTo(elsewhere.resolve(version));
    }

    private PluginJar using(String id, String version) {
        return PluginJar.of(id)
                .against(library(version))
                .provisioner(
                        id,
                        "org.example.User",
                        Sources.asking("User", id, "return \"library \" + org.library.Library.version();"));
    }

    private List<String> files(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path unpacked() {
        return cache.resolve("plugins");
    }

    private PluginHost open() {
        return open(PluginPins.none());
    }

    private PluginHost open(PluginPins pins) {
        return PluginHost.open(new PluginSources(
                List.of(),
                List.of(new PluginFolder(folder, "a test", true)),
                cache.resolve("plugins.index"),
                unpacked(),
                pins,
                TrustPolicy.none()));
    }
}
