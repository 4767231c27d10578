package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.testkit.TarFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;

class NewDirectoriesTest {

    private static final String LONG = "d".repeat(120);

    private static TarFiles tree() {
        return new TarFiles()
                .directory(".", 0755, 0)
                .directory("old", 0700, 1)
                .file("old/f", 0644, 0, "x".repeat(1000))
                .directory("./new", 0700, 1)
                .directory(LONG, 0700, 1)
                .directory(LONG + "/sub", 0700, 1)
                .link("old/l", "f");
    }

    @Test
    void leavesOutTheDirectoriesThatAreThere() {
        InputStream filtered = new NewDirectories(tree().stream(), Set.of("", "old", LONG)::contains);

        assertThat(TarFiles.read(filtered)).containsOnlyKeys("old/f", "./new", LONG + "/sub", "old/l");
    }

    @Test
    void passesEverythingElseByteForByte() throws Exception {
        byte[] all = tree().stream().readAllBytes();

        assertThat(new NewDirectories(new ByteArrayInputStream(all), name -> false).readAllBytes())
                .isEqualTo(all);
    }

    @Test
    void asksForPlainNames() throws Exception {
        List<String> asked = new ArrayList<>();
        new NewDirectories(tree().stream(), name -> !asked.add(name)).readAllBytes();

        assertThat(asked).containsExactly("", "old", "new", LONG, LONG + "/sub");
    }

    @Test
    void readsGnuNamesAndBinaryAttributes() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            tar.putArchiveEntry(new TarArchiveEntry(LONG + "/"));
            tar.closeArchiveEntry();
            TarArchiveEntry file = new TarArchiveEntry("f");
            file.addPaxHeader("SCHILY.xattr.user.a", "\u0001é\u0002");
            tar.putArchiveEntry(file);
            tar.closeArchiveEntry();
        }

        byte[] filtered =
                new NewDirectories(new ByteArrayInputStream(bytes.toByteArray()), LONG::equals).readAllBytes();

        assertThat(TarFiles.read(new ByteArrayInputStream(filtered))).containsOnlyKeys("f");
        assertThat(new String(filtered, StandardCharsets.UTF_8)).contains("SCHILY.xattr.user.a=\u0001é\u0002\n");
    }

    @Test
    void anEmptyStreamAndATruncatedOnePass() throws Exception {
        assertThat(new NewDirectories(new ByteArrayInputStream(new byte[0]), name -> true).readAllBytes())
                .isEmpty();
        byte[] cut = new ByteArrayInputStream(tree().stream().readNBytes(1700)).readAllBytes();

        assertThat(new NewDirectories(new ByteArrayInputStream(cut), name -> false).readAllBytes())
                .isEqualTo(cut);
    }

    @Test
    void whatIsNoTarIsSaidSo() {
        byte[] text = "this is no tar stream ".repeat(100).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new NewDirectories(new ByteArrayInputStream(text), name -> false).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a tar stream");
    }

    @Test
    void readsSizesBeyondOctal() throws Exception {
        byte[] header = new byte[512];
        header[124] = (byte) 0x80;
        header[130] = 2;

        assertThat(TarNumbers.size(header)).isEqualTo(2L << 40);
        assertThat(Map.of("k", TarNumbers.size(new byte[512]))).containsEntry("k", 0L);
    }

    /** A header as ustar has it, of something whose true size is elsewhere. */
    private static byte[] header(String name, char type, String octalSize) {
        byte[] header = new byte[512];
        System.arraycopy(name.getBytes(StandardCharsets.UTF_8), 0, header, 0, name.length());
        System.arraycopy(octalSize.getBytes(StandardCharsets.UTF_8), 0, header, 124, octalSize.length());
        header[156] = (byte) type;
        return header;
    }

    private static byte[] padded(String content) {
        return Arrays.copyOf(content.getBytes(StandardCharsets.UTF_8), 512);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    @Test
    void readsSizesFromExtendedHeaders() throws Exception {
        byte[] trap = header("trap", '5', "0");
        String records = "12 size=512\n";
        byte[] all = joined(
                header("h", 'x', "14"),
                padded(records),
                header("file", '0', "0"),
                trap,
                header("old", '5', "0"),
                new byte[1024]);
        List<String> asked = new ArrayList<>();

        new NewDirectories(new ByteArrayInputStream(all), name -> !asked.add(name)).readAllBytes();

        assertThat(asked).containsExactly("old");
    }

    @Test
    void aLinkHasNoContentWhateverItsHeaderSays() throws Exception {
        byte[] all = joined(header("l", '1', "1000"), header("old", '5', "0"), new byte[1024]);
        List<String> asked = new ArrayList<>();

        new NewDirectories(new ByteArrayInputStream(all), name -> !asked.add(name)).readAllBytes();

        assertThat(asked).containsExactly("old");
    }

    @Test
    void tellsTheNamesOfWhatIsNoDirectory() throws Exception {
        List<String> told = new ArrayList<>();
        new NewDirectories(tree().stream(), name -> false, told::add).readAllBytes();

        assertThat(told).containsExactly("old/f", "old/l");
    }
}
