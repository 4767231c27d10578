package dev.chandler.cli;

import dev.chandler.api.problem.Problem;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers what was lost: a {@link PrintWriter} knows that something was, and not why. */
final class StandardOutput {

    private final Remembering stream;
    private final PrintWriter writer;

    StandardOutput(OutputStream stream) {
        this.stream = new Remembering(stream);
        this.writer = new PrintWriter(this.stream, false, StandardCharsets.UTF_8);
    }

    PrintWriter writer() {
        return writer;
    }

    /** What is wrong if not all that was written has arrived; a reader that has seen enough is all right. */
    Optional<Problem> lost() {
        writer.flush();
        return Optional.ofNullable(stream.first)
                .map(IOException::getMessage)
                .filter(why -> !why.contains("Broken pipe"))
                .map(why -> Problem.of("CH-CLI-005", "not all of the output could be written")
                        .because("standard output: " + why)
                        .remedy("give it room, or send it elsewhere; what the command did is done"));
    }

    private static final class Remembering extends FilterOutputStream {

        private @Nullable IOException first;

        Remembering(OutputStream stream) {
            super(stream);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                first = first == null ? e : first;
                throw e;
            }
        }
    }
}
