package dev.chandler.core.module.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept, and archives that nobody vouches for. */
@Timeout(60)
class ModuleCacheTest {

    private static final byte[] TEXT = "text".getBytes(UTF_8);

    @TempDir
    Path root;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);
    private Path folder;
    private ModuleCache cache;

    @BeforeEach
    void make() {
        folder = root.resolve("cache/modules");
        cache = new ModuleCache(folder);
    }

    private void file(String name) throws IOException {
        String asBytes = new String(name.getBytes(UTF_8), StandardCharsets.ISO_8859_1);
        tar.file(TarHeader.file(asBytes, TEXT.length), TEXT);
    }

    private void entry(String name, char type, String link) throws IOException {
        tar.header(new TarHeader(name, type, link, 0777, 0, 0, 0, "0", 0, 0, Map.of()));
    }

    private byte[] archive() throws IOException {
        tar.finish();
        return bytes.toByteArray();
    }

    private ModuleContent unpacked(byte[] archive) throws IOException, InterruptedException {
        return cache.unpacked(new ByteArrayInputStream(archive));
    }

    private void refused(byte[] archive, String words) throws IOException {
        assertThatThrownBy(() -> unpacked(archive))
                .isInstanceOf(UnfitContentException.class)
                .hasMessageContaining(words);
        assertThat(folder).isEmptyDirectory();
        try (Stream<Path> all = Files.walk(root)) {
            assertThat(all.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private ModuleContent module(String text) throws IOException, InterruptedException {
        Path made = Files.createDirectories(root.resolve("made"));
        Files.writeString(made.resolve("module.yml"), text);
        return ModulePacking.pack(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "/etc/out", "a//b", "a/./b", "..", "a/.."})
    void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
        file(name);

        refused(archive(), "\"" + name + "\"");
    }

    @Test
    void aLinkIsRefusedBeforeAnythingCanBeWrittenThroughIt() throws IOException {
        entry("here", TarHeader.SYMLINK, "/tmp");
        file("here/out");

        refused(archive(), "\"here\" is a symbolic link");
    }

    @Test
    void aHardLinkIsRefused() throws IOException {
        file("one");
        entry("two", TarHeader.HARD_LINK, "one");

        refused(archive(), "\"two\" is a hard link");
    }

    @ParameterizedTest
    @ValueSource(chars = {TarHeader.PIPE, TarHeader.BLOCK_DEVICE, TarHeader.CHARACTER_DEVICE})
    void aDeviceIsRefused(char type) throws IOException {
        entry("device", type, "");

        refused(archive(), "files and folders alone");
    }

    @Test
    void aNameThatIsThereTwiceIsRefused() throws IOException {
        file("module.yml");
        file("module.yml");

        refused(archive(), "is there twice");
    }

    @Test
    void namesThatDifferByCaseAloneAreRefused() throws IOException {
        file("files/one");
        file("Files/two");

        refused(archive(), "differ by upper and lower case alone");
    }

    @Test
    void aFileThatIsAFolderTooIsRefused() throws IOException {
        file("a");
        file("a/b");

        refused(archive(), "below what is a file");
    }

    @Test
    void aFolderThatIsAFileTooIsRefused() throws IOException {
        file("a/b");
        file("a");

        refused(archive(), "is a file and a folder");
    }

    @Test
    void aNameThatIsNotUtf8IsRefused() throws IOException {
        tar.file(TarHeader.file("b\u00e4d", TEXT.length), TEXT);

        refused(archive(), "not UTF-8");
    }

    @Test
    void aBombIsRefusedByWhatItSaysBeforeItIsWritten() throws IOException {
        tar.header(TarHeader.file("zeros", 1L << 40));

        refused(archive(), "more than 64 MiB");
    }

    @Test
    void manySmallFilesThatAreTooMuchTogetherAreRefused() throws IOException {
        byte[] piece = new byte[33 << 20];
        tar.file(TarHeader.file("one", piece.length), piece);
        tar.file(TarHeader.file("two", piece.length), piece);

        refused(archive(), "more than 64 MiB");
    }

    @Test
    void aSparseFileIsRefused() throws IOException {
        file("sparse");
        byte[] archive = archive();
        archive[156] = 'S';
        int sum = 0;
        Arrays.fill(archive, 148, 156, (byte) ' ');
        for (int i = 0; i < 512; i++) {
            sum += archive[i] & 0xff;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(UTF_8), 0, archive, 148, 8);

        refused(archive, "sparse");
    }

    @Test
    void everyPlaceWhereAnArchiveIsCutOffIsNoticed() throws Exception {
        file("module.yml");
        file("other");
        byte[] whole = archive();

        for (int length : List.of(0, 100, 512, 600, 1024, 1500, 2048, whole.length - 512)) {
            assertThatThrownBy(() -> unpacked(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(UnfitContentException.class);
        }
        assertThat(unpacked(whole).file("other")).contains(TEXT);
    }

    @Test
    void whatFollowsBehindTheEndIsRefused() throws IOException {
        file("module.yml");
        byte[] whole = archive();
        byte[] longer = Arrays.copyOf(whole, whole.length + 600);
        longer[longer.length - 1] = 'x';

        refused(longer, "behind the archive's end");
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        refused("<html>".repeat(500).getBytes(UTF_8), "not a tar archive");
    }

    @Test
    void anArchiveOfAFolderIsThatFolder() throws Exception {
        tar.header(TarHeader.directory("nginx-1.0/"));
        file("nginx-1.0/module.yml");
        file("nginx-1.0/files/a");

        byte[] archive = archive();
        assertThat(cache.unwrapped(new ByteArrayInputStream(archive)).file("files/a"))
                .contains(TEXT);
        assertThat(unpacked(archive).file("nginx-1.0/files/a")).contains(TEXT);
    }

    @Test
    void whatIsUnpackedHasTheDigestThatItsAuthorsFolderHas() throws Exception {
        ModuleContent content = module("name: a\n");

        tar.header(new TarHeader("./", TarHeader.DIRECTORY, "", 0700, 7, 7, 0, "12345", 0, 0, Map.of()));
        tar.file(
                new TarHeader("./module.yml", TarHeader.FILE, "", 0600, 7, 7, 8, "12345.5", 0, 0, Map.of()),
                "name: a\n".getBytes(UTF_8));

        assertThat(unpacked(archive()).digest()).isEqualTo(content.digest());
    }

    @Test
    void whatIsKeptIsFoundWithRightsThatDoNotFollowTheUmask() throws Exception {
        ModuleContent content = module("name: a\n");

        CachedModule kept = cache.keep(content, Optional.of("signed".getBytes(UTF_8)));

        CachedModule found = cache.find(content.digest()).orElseThrow();
        assertThat(found.folder()).isEqualTo(kept.folder());
        assertThat(found.signature()).contains("signed".getBytes(UTF_8));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(found.folder().resolve("module.yml"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void whatWasChangedIsNotFoundAndIsRemoved() throws Exception {
        ModuleContent content = module("name: a\n");
        Path kept = cache.keep(content, Optional.empty()).folder();
        Files.writeString(kept.resolve("more"), "");

        assertThat(cache.find(content.digest())).isEmpty();
        assertThat(kept).doesNotExist();
        assertThat(cache.keep(content, Optional.empty()).folder()).isDirectory();
    }

    @Test
    void manyWhoKeepTheSameAllHaveIt() throws Exception {
        ModuleContent content = module("name: a\n");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<CachedModule>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add(threads.submit(() -> new ModuleCache(folder).keep(content, Optional.empty())));
            }
            for (Future<CachedModule> each : all) {
                assertThat(each.get().folder())
                        .isEqualTo(cache.place(content.digest()).toRealPath());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(folder.toFile().list()).containsExactly(content.digest().hex());
    }

    @Test
    void whatAKilledProcessHasLeftGoesWhenItIsOld() throws Exception {
        ModuleContent content = module("name: a\n");
        Path old = Files.createDirectories(folder.resolve(".part-old/files"));
        Path fresh = Files.createDirectories(folder.resolve(".part-fresh/files"));
        Files.setLastModifiedTime(
                folder.resolve(".part-old"), FileTime.from(Instant.now().minus(Duration.ofDays(2))));

        cache.keep(content, Optional.empty());

        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void whatAPlaceHadIsRememberedByItsVersion() {
        KnownVersion one = new KnownVersion("1.0.0", Digest.of("one"), "place");
        KnownVersion two = new KnownVersion("1.1.0", Digest.of("two"), "place");
        cache.remember("place", one);
        cache.remember("place", two);
        cache.remember("elsewhere", new KnownVersion("2.0.0", Digest.of("x"), "elsewhere"));

        assertThat(cache.known("place")).containsExactlyInAnyOrder(one, two);
        assertThat(cache.known("nowhere")).isEmpty();
    }
}
