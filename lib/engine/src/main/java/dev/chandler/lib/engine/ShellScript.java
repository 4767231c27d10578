package dev.chandler.lib.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Lines of shell that run in an instance, kept as a resource beside the class that uses them. */
public final class ShellScript {

    private ShellScript() {}

    /**
     * Reads one, without comments: those are for readers of the source, and everybody can see the rest in a list of processes.
     *
     * @param beside the class beside which it is
     * @param name the name of the file
     * @return the lines
     */
    public static String read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*\n|^\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
