package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link SftpPut}. */
class SftpPutTest {

    /** As it comes out of an archive. */
    private static TarArchiveEntry read(TarArchiveEntry entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return tar.getNextEntry();
        }
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_FIFO, TarConstants.LF_CHR, TarConstants.LF_BLK})
    void aPipeOrADeviceIsRefused(byte type) throws IOException {
        TarArchiveEntry entry = read(new TarArchiveEntry("pipe", type));

        assertThatThrownBy(() -> SftpPut.requireMakable("/srv/pipe", entry))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("cannot put \"/srv/pipe\" into the instance")
                .hasMessageContaining("it is a device or a pipe");
    }

    @Test
    void fileCapabilitiesAreRefusedForTheyWouldBeLost() throws IOException {
        TarArchiveEntry tool = new TarArchiveEntry("ping");
        tool.addPaxHeader("SCHILY.xattr.security.capability", "\1\0\0\2");
        TarArchiveEntry entry = read(tool);

        assertThatThrownBy(() -> SftpPut.requireMakable("/bin/ping", entry))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("it has file capabilities");
    }

    @Test
    void anyOtherFileIsFine() throws IOException {
        TarArchiveEntry entry = read(new TarArchiveEntry("file"));

        assertThatCode(() -> SftpPut.requireMakable("/srv/file", entry)).doesNotThrowAnyException();
    }
}
