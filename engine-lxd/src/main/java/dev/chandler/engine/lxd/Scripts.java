package dev.chandler.engine.lxd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The lines of shell that are ours in an instance. */
final class Scripts {

    private Scripts() {}

    /** Comments are for readers of the source; everybody can see the rest in a list of processes. */
    static String read(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^#.*\n|^\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As LXC takes it, on one line of its configuration: it splits a command at spaces, and knows no quotes. */
    static String firstProcess(String shell) {
        String script = read("init.sh").strip().replace("\n", ";").replace(' ', '\t');
        return "lxc.init.cmd = " + shell + " -c " + script;
    }
}
