package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;

/** How a process ended, and what it said. */
record Ended(List<String> command, int exitCode, String out, String err) {

    /** Fails with all that was said unless the exit code is this. */
    Ended exits(int code) {
        assertThat(exitCode).as(this::everything).isEqualTo(code);
        return this;
    }

    /** Fails unless standard error has all these parts. */
    Ended says(String... parts) {
        assertThat(err).as(this::everything).contains(parts);
        return this;
    }

    /** The lines of standard output, which {@code --progress json} made. */
    List<JsonObject> events() {
        return out.lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    /** The last word of standard output's last line, without its line feed. */
    String lastLine() {
        List<String> lines = out.lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private String everything() {
        return String.join(" ", command) + "\n--- exit code " + exitCode + "\n--- out\n" + out + "--- err\n" + err
                + "---\n";
    }

    @Override
    public String toString() {
        return everything();
    }
}
