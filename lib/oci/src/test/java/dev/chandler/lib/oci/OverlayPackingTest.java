package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayPackingTest {

    private static final Instant LATEST = Instant.ofEpochSecond(1_600_000_000);

    @TempDir
    Path folder;

    private byte[] packed() throws IOException {
        try (InputStream in = OverlayPacking.open(
                new GnuTar(List.of()), folder, LATEST, path -> !path.equals("out") && !path.startsWith("out/"))) {
            return in.readAllBytes();
        }
    }

    private List<TarHeader> headers() throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(packed()));
        List<TarHeader> headers = new ArrayList<>();
        for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
            headers.add(next.get());
        }
        return headers;
    }

    private Path file(String name, long time) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(time, 5)));
    }

    @Test
    void namesComeInOrderAndWhatIsNotKeptDoesNot() throws Exception {
        file("b", 1);
        file("a/c", 1);
        file("a-c", 1);
        file("out/x", 1);

        assertThat(headers()).extracting(TarHeader::name).containsExactly("a/", "a/c", "a-c", "b");
    }

    @Test
    void noFileIsYoungerThanItMayBe() throws Exception {
        file("new", 1_700_000_000);
        file("old", 1_500_000_000);

        assertThat(headers()).extracting(TarHeader::modified).containsExactly("1600000000", "1500000000");
    }

    @Test
    void namesOfOneFileStayNamesOfOneFile() throws Exception {
        Files.createLink(folder.resolve("z"), file("y", 1));

        assertThat(headers()).extracting(TarHeader::link).containsExactly("", "y");
    }

    @Test
    void anEmptyFolderIsAnEmptyLayer() throws Exception {
        assertThat(packed()).isEqualTo(new byte[1024]);
    }

    @Test
    void aNameThatWouldTakeAFileAwayIsRefused() throws Exception {
        file("d/.wh.x", 1);

        assertThatThrownBy(this::packed).isInstanceOf(IOException.class).hasMessageContaining("d/.wh.x");
    }

    @Test
    void theSameIsPackedInAnotherOrderOfMaking() throws Exception {
        file("a", 1);
        file("b", 1);
        byte[] first = packed();
        try (var files = Files.list(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        file("b", 1);
        file("a", 1);

        assertThat(packed()).isEqualTo(first);
    }

    @Test
    void aFolderThatIsNotThereIsToldInTarsWords() {
        assertThatThrownBy(
                        () -> OverlayPacking.open(new GnuTar(List.of()), folder.resolve("none"), LATEST, path -> true)
                                .readAllBytes())
                .hasMessageContaining("tar could not pack all of it")
                .hasMessageContaining("No such file");
    }
}
