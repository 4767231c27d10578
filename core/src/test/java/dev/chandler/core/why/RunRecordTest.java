package dev.chandler.core.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRecordTest {

    private static final RunRecord ONE = new RunRecord(
            Instant.parse("2026-01-02T03:04:05.678Z"),
            true,
            false,
            "busybox:1",
            Digest.of("start"),
            Map.of("version", "1.2\r\n\tx\\"),
            List.of(
                    new RunRecord.Node(
                            false,
                            "install[0]",
                            "write /a",
                            Digest.of("a"),
                            List.of(
                                    new RunRecord.Part(0, "x", Digest.of("b")),
                                    new RunRecord.Part(1, "y", Digest.of("c")))),
                    new RunRecord.Node(true, "script[0]", "", Digest.of("d"), List.of())));

    @Test
    void isReadAsItWasWritten() {
        assertThat(RunRecord.read(ONE.text() + ONE.text())).containsExactly(ONE, ONE);
    }

    @Test
    void anythingElseIsNone() {
        assertThat(RunRecord.read(ONE.text().replace("part\t1", "part\tone"))).isEmpty();
        assertThat(RunRecord.read(ONE.text().substring(0, 40))).isEmpty();
        assertThat(RunRecord.read("\0")).isEmpty();
    }
}
