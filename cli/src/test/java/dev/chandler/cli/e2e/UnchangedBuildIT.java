package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a build takes of which everything is there already. */
class UnchangedBuildIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void asksTheDaemonFiveTimesAndForNothingToBeDone() {
        SocketRelay relay = stranger.relay();
        stranger.manifest("busybox", "install: [date > /one, date > /two, date > /three]\n");
        Built first = stranger.builds();
        int before = relay.asked().size();

        Built second = stranger.builds();

        List<String> asked = relay.asked().subList(before, relay.asked().size());
        assertThat(asked)
                .as("its version, the base, the state, the base's history, the name")
                .hasSizeBetween(1, 5)
                .allMatch(line -> line.startsWith("GET "));
        assertThat(second.image()).isEqualTo(first.image());
    }
}
