package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link RootedTar}. */
class RootedTarTest {

    private static final Map<String, String> CAPABILITY = Map.of("SCHILY.xattr.security.capability", "\1\0\0\2");

    @Test
    void namesBeginAtTheRootAndAFurtherNameSaysAllThatTheFirstDoes() throws IOException {
        TarHeader tool = new TarHeader("bin/tool", TarHeader.FILE, "", 04750, 12, 34, 3, "5", 0, 0, CAPABILITY);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.header(TarHeader.directory("bin/"));
        tar.file(tool, "abc".getBytes(StandardCharsets.US_ASCII));
        tar.header(tool.hardLink("./bin/same"));
        tar.header(new TarHeader("bin/link", TarHeader.SYMLINK, "tool", 0777, 0, 0, 0, "0", 0, 0, Map.of()));
        tar.finish();

        List<TarHeader> found = new ArrayList<>();
        TarReader read = new TarReader(new RootedTar(new ByteArrayInputStream(bytes.toByteArray()), "/srv/a"));
        byte[] content = new byte[8];
        for (Optional<TarHeader> next = read.next(); next.isPresent(); next = read.next()) {
            found.add(next.get());
            assertThat(read.read(content)).isEqualTo(next.get().type() == TarHeader.FILE ? 3 : -1);
        }

        assertThat(found)
                .containsExactly(
                        TarHeader.directory("srv/a/bin/"),
                        tool.named("srv/a/bin/tool"),
                        new TarHeader(
                                "srv/a/bin/same",
                                TarHeader.HARD_LINK,
                                "srv/a/bin/tool",
                                04750,
                                12,
                                34,
                                0,
                                "5",
                                0,
                                0,
                                CAPABILITY),
                        new TarHeader("srv/a/bin/link", TarHeader.SYMLINK, "tool", 0777, 0, 0, 0, "0", 0, 0, Map.of()));
    }
}
