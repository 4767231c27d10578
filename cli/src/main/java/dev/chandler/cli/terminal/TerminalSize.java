package dev.chandler.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks how large the terminal is now: {@code stty}, else the environment. A JVM has no call for it. */
public final class TerminalSize implements Supplier<Size> {

    private static final Pattern ANSWER = Pattern.compile("(\\d{1,5}) (\\d{1,5})\\s*");

    private final Map<String, String> environment;
    private final File terminal;

    /**
     * Makes one for the process's own terminal.
     *
     * @param environment where {@code COLUMNS} and {@code LINES} are looked for
     */
    public TerminalSize(Map<String, String> environment) {
        this(environment, new File("/dev/tty"));
    }

    TerminalSize(Map<String, String> environment, File terminal) {
        this.environment = Map.copyOf(environment);
        this.terminal = terminal;
    }

    /** A terminal that does not know says 0, for one or both. */
    @Override
    public Size get() {
        Matcher answer = ANSWER.matcher(asked());
        boolean known = answer.matches();
        int rows = known ? Integer.parseInt(answer.group(1)) : 0;
        int columns = known ? Integer.parseInt(answer.group(2)) : 0;
        return new Size(
                columns > 0 ? columns : variable("COLUMNS").orElse(Size.USUAL.columns()),
                rows > 0 ? rows : variable("LINES").orElse(Size.USUAL.rows()));
    }

    private Optional<Integer> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(value -> value.matches("[1-9]\\d{0,4}"))
                .map(Integer::valueOf);
    }

    private String asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return "";
            }
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            // The interrupt is for the build; a size that is a guess is good enough for its last lines.
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
