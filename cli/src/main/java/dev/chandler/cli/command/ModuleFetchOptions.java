package dev.chandler.cli.command;

import dev.chandler.cli.module.FetchOptions;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of commands that fetch modules. */
final class ModuleFetchOptions {

    @Option(
            names = "--offline",
            order = 90,
            description = "Ask nobody for modules: use folders, and what was fetched before.")
    private boolean offline;

    @Option(
            names = "--insecure",
            paramLabel = "HOST[:PORT]",
            order = 91,
            description = "A host that may speak plain HTTP. May be repeated. This machine always may.")
    private Set<String> insecure = new LinkedHashSet<>();

    FetchOptions options() {
        return new FetchOptions(offline, insecure, false);
    }
}
