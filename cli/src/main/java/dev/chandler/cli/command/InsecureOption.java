package dev.chandler.cli.command;

import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who may speak plain HTTP. */
final class InsecureOption {

    @Option(
            names = "--insecure",
            paramLabel = "HOST[:PORT]",
            order = 91,
            description = "A host that may speak plain HTTP. May be repeated. This machine always may.")
    private Set<String> hosts = new LinkedHashSet<>();

    Set<String> hosts() {
        return Set.copyOf(hosts);
    }
}
