package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.event.OutputSink.Channel;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.RecordedOutput;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OwnCommandTest {

    private final RecordedOutput output = new RecordedOutput();
    private final OwnCommand command = new OwnCommand(7, output);

    private static Command.Builder shell(String script) {
        return Command.of("/bin/sh", "-ec", script);
    }

    private static Optional<String> words(Command.Builder command) {
        return OwnCommand.words(command.build(), "/bin/sh");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isToldOnOneLineAsWordsForAShell() {
        assertThat(words(shell("echo 'a'\nb").workdir("/a b").env(Map.of("C", "d "))))
                .contains("'/a b' 'C=d ' '/bin/sh' '-ec' 'echo '\\''a'\\'''\"$nl\"'b'");
    }

    @Test
    void isForTheDaemonWhereItIsNotRootsAloneAndOfTheShell() {
        assertThat(words(shell(":").user("33"))).isEmpty();
        assertThat(words(shell(":").user("0:5"))).isEmpty();
        assertThat(words(shell(":").mark(Optional.of("a")))).isEmpty();
        assertThat(words(shell(":").stdin(InputStream::nullInputStream))).isEmpty();
        assertThat(words(shell(":").env(Map.of("HOME", "")))).isEmpty();
        assertThat(words(Command.of("/bin/true"))).isEmpty();
        assertThat(words(shell("x".repeat(1 << 14)))).isEmpty();
        assertThat(words(shell(":").user("0"))).isPresent();
    }

    private void begin() {
        command.line(Channel.STDOUT, "7 runs");
        command.line(Channel.STDERR, "7 runs");
    }

    @Test
    void hasEndedWhenBothOutputsHave() {
        begin();
        command.output(Channel.STDOUT, bytes("a"));
        assertThat(command.line(Channel.STDOUT, "7 ran 3")).isTrue();
        assertThat(command.hasEnded()).isFalse();
        command.output(Channel.STDERR, bytes("b"));
        command.line(Channel.STDERR, "7 ran 3");

        assertThat(command.hasEnded()).isTrue();
        assertThat(command.exitCode()).isEqualTo(OptionalInt.of(3));
        assertThat(output.out()).isEqualTo("a");
        assertThat(output.err()).isEqualTo("b");
    }

    @Test
    void whatComesBeforeItsBeginningIsNotItsOutput() {
        command.output(Channel.STDOUT, bytes("early"));
        command.output(Channel.STDERR, bytes("early"));
        begin();

        assertThat(output.out()).isEmpty();
        assertThat(output.err()).isEmpty();
    }

    @Test
    void whatComesAfterTheEndIsNotItsOutput() {
        begin();
        command.line(Channel.STDERR, "7 ran 3");
        command.output(Channel.STDERR, bytes("late"));
        command.line(Channel.STDOUT, "7 ran 0");
        command.output(Channel.STDOUT, bytes("late"));

        assertThat(output.out()).isEmpty();
        assertThat(output.err()).isEmpty();
    }

    @Test
    void hasNoExitCodeWhereItWasRefused() {
        assertThat(command.line(Channel.STDOUT, "7 refused")).isTrue();

        assertThat(command.hasEnded()).isTrue();
        assertThat(command.exitCode()).isEmpty();
    }

    @Test
    void doesNotTakeTheAnswersToOtherWords() {
        assertThat(command.line(Channel.STDOUT, "8 some")).isFalse();
        assertThat(command.line(Channel.STDOUT, "70 ran 0")).isFalse();

        assertThat(command.hasEnded()).isFalse();
    }

    @Test
    void failsAsItsReaderDoesAndBreaksNothingElse() {
        OwnCommand broken = new OwnCommand(7, (channel, chunk) -> {
            throw new IllegalStateException("no room");
        });
        broken.line(Channel.STDOUT, "7 runs");
        broken.output(Channel.STDOUT, bytes("a"));
        broken.output(Channel.STDOUT, bytes("b"));
        broken.line(Channel.STDERR, "7 ran 0");
        broken.line(Channel.STDOUT, "7 ran 0");

        assertThatThrownBy(broken::exitCode).hasMessage("no room");
    }
}
