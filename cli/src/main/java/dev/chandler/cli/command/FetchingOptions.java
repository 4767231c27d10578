package dev.chandler.cli.command;

import dev.chandler.cli.module.FetchOptions;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that fetch modules or plugins. */
final class FetchingOptions {

    @Option(
            names = "--offline",
            order = 90,
            description = "Fetch no module and no plugin: use what is on this machine already.")
    private boolean offline;

    @Mixin
    private InsecureOption insecure = new InsecureOption();

    boolean offline() {
        return offline;
    }

    Set<String> insecure() {
        return insecure.hosts();
    }

    /** For modules. */
    FetchOptions options() {
        return new FetchOptions(offline, insecure.hosts(), false);
    }
}
