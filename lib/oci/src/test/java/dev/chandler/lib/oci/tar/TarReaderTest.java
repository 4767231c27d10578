package dev.chandler.lib.oci.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {

    private static byte[] written(int longNames, TarArchiveEntry entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(longNames);
            tar.setBigNumberMode(
                    longNames == TarArchiveOutputStream.LONGFILE_GNU
                            ? TarArchiveOutputStream.BIGNUMBER_STAR
                            : TarArchiveOutputStream.BIGNUMBER_POSIX);
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static TarHeader first(byte[] tar) throws IOException {
        return new TarReader(new ByteArrayInputStream(tar)).next().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void readsLongNamesAndLargeNumbersAsGnuAndPaxHaveThem(int mode) throws Exception {
        TarArchiveEntry link = new TarArchiveEntry("n".repeat(200), TarConstants.LF_SYMLINK);
        link.setLinkName("t".repeat(300));
        link.setUserId(3_000_000_000L);
        link.setGroupId(70_000L);
        link.setMode(0777);
        link.setModTime(-5_000L);
        TarHeader header = first(written(mode, link));

        assertThat(header.name()).isEqualTo("n".repeat(200));
        assertThat(header.link()).isEqualTo("t".repeat(300));
        assertThat(header.uid()).isEqualTo(3_000_000_000L);
        assertThat(header.gid()).isEqualTo(70_000);
        assertThat(header.mode()).isEqualTo(0777);
        assertThat(Double.parseDouble(header.modified())).isEqualTo(-5);
    }

    @Test
    void readsTheFirstPartOfANameFromItsOwnField() throws Exception {
        TarArchiveEntry entry = new TarArchiveEntry("name");
        entry.setModTime(0L);
        byte[] tar = written(TarArchiveOutputStream.LONGFILE_POSIX, entry);
        byte[] prefix = "before".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(prefix, 0, tar, 345, prefix.length);
        byte[] sum = String.format("%06o\0 ", TarBlock.sum(tar)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(sum, 0, tar, 148, sum.length);

        assertThat(first(tar).name()).isEqualTo("before/name");
    }

    @Test
    void whatIsWrittenIsReadByOthers() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        tar.file(
                new TarHeader(
                        "d/".repeat(80) + "f",
                        TarHeader.FILE,
                        "",
                        04755,
                        3_000_000_000L,
                        2,
                        content.length,
                        "12.5",
                        0,
                        0,
                        Map.of("SCHILY.xattr.user.a", "b")),
                content);
        tar.finish();
        TarArchiveInputStream read = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        TarArchiveEntry entry = read.getNextEntry();

        assertThat(entry.getName()).isEqualTo("d/".repeat(80) + "f");
        assertThat(entry.getMode() & 07777).isEqualTo(04755);
        assertThat(entry.getLongUserId()).isEqualTo(3_000_000_000L);
        assertThat(entry.getLastModifiedTime().toMillis()).isEqualTo(12_500);
        assertThat(entry.getExtraPaxHeaders()).containsEntry("SCHILY.xattr.user.a", "b");
        assertThat(read.readAllBytes()).isEqualTo(content);
        assertThat(read.getNextEntry()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9 a=b\n", "x a=b\n", "6 a=b", "2147483647 a=b\n", "-6 a=b\n", "6a=bcd\n", "0 \n", "5 =a\n\n\n"})
    void anExtendedHeaderThatIsNoneIsRefused(String records) throws Exception {
        byte[] text = records.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file(new TarHeader("x", 'x', "", 0, 0, 0, text.length, "0", 0, 0, Map.of()), text);
        tar.file(TarHeader.file("a", 0), new byte[0]);
        tar.finish();

        assertThatThrownBy(() -> first(bytes.toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a tar archive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"path=a\0b", "size=-1", "uid=-1", "size=many", "GNU.sparse.major=1"})
    void anExtendedHeaderThatSaysWhatCannotBeIsRefusedOrHarmless(String record) throws Exception {
        int equals = record.indexOf('=');
        byte[] text = PaxRecords.write(Map.of(record.substring(0, equals), record.substring(equals + 1)))
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file(new TarHeader("x", 'x', "", 0, 0, 0, text.length, "0", 0, 0, Map.of()), text);
        tar.file(TarHeader.file("a", 0), new byte[0]);
        tar.finish();

        if (record.startsWith("path")) {
            assertThat(first(bytes.toByteArray()).name()).isEqualTo("a\0b");
        } else {
            assertThatThrownBy(() -> first(bytes.toByteArray())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aBeginningIsToldFromWhatIsNone() throws Exception {
        byte[] tar = written(TarArchiveOutputStream.LONGFILE_GNU, new TarArchiveEntry("a"));

        assertThat(TarReader.isHeader(Arrays.copyOf(tar, TarReader.BLOCK))).isTrue();
        assertThat(TarReader.isHeader(new byte[TarReader.BLOCK])).isTrue();
        assertThat(TarReader.isHeader(new byte[100])).isFalse();
        byte[] noise = new byte[TarReader.BLOCK];
        Arrays.fill(noise, (byte) 'x');
        assertThat(TarReader.isHeader(noise)).isFalse();
    }
}
