package dev.chandler.lib.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TarProcessTest {

    private static ProcessBuilder shell(String script) {
        return new ProcessBuilder("sh", "-c", script);
    }

    private static String read(InputStream in) throws IOException {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void howeverMuchItSaysNobodyWaits() throws Exception {
        String much = "head -c 300000 /dev/zero | tr '\\0' x >&2; ";

        assertThat(read(TarProcess.pack(shell(much + "echo packed")))).isEqualTo("packed\n");
        TarProcess.unpack(shell(much + "cat >/dev/null"), out -> out.write("archive".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aFileThatChangesMeanwhileIsNoFailureWhereOthersRun() throws Exception {
        String changed = "echo packed; echo 'tar: log: file changed as we read it' >&2; exit 1";

        assertThat(read(TarProcess.packLive(shell(changed)))).isEqualTo("packed\n");
        assertThatThrownBy(() -> read(TarProcess.pack(shell(changed))))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("file changed");
    }

    @Test
    void whatElseGoesWrongIsAFailureThereToo() {
        for (String script : new String[] {"echo 'tar: no' >&2; exit 2", "echo 'nsenter: no' >&2; exit 1", "exit 1"}) {
            assertThatThrownBy(() -> read(TarProcess.packLive(shell(script))))
                    .as(script)
                    .isInstanceOf(FileSystemException.class);
        }
    }
}
