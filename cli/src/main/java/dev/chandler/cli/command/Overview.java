package dev.chandler.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What {@code chandler --help} says, made while Chandler was built.
 *
 * <p>A test holds it against what the parser makes of the commands.
 */
final class Overview {

    /** With the styles of a terminal. */
    static final String RESOURCE = "overview.txt";

    private static final String STYLE = "\u001b\\[[0-9;]*m";

    private Overview() {}

    /**
     * The text.
     *
     * @param styled whether it is for a terminal that shows styles
     */
    static String text(boolean styled) {
        try (InputStream resource = Overview.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("no resource " + RESOURCE);
            }
            String text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return styled ? text : text.replaceAll(STYLE, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
