package dev.chandler.cli.command;

import picocli.CommandLine.Option;

/** Whether a command answers programs. */
final class JsonOption {

    @Option(names = "--json", order = 20, description = "Print JSON.")
    private boolean json;

    boolean isGiven() {
        return json;
    }
}
