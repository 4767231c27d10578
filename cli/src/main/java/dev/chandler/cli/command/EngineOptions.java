package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.core.engine.EngineRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which engine, and where. */
final class EngineOptions {

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            order = 10,
            description = "The engine to use. Default: the first that answers; docker, lxd, then the others by name.")
    private @Nullable String engine;

    @Option(
            names = "--endpoint",
            paramLabel = "ADDRESS",
            order = 11,
            description = "Where the engine runs, such as unix:///run/docker.sock.")
    private @Nullable String endpoint;

    /** Whether either was given. */
    boolean given() {
        return engine != null || endpoint != null;
    }

    EngineRequest request(Console console) {
        return new EngineRequest(Optional.ofNullable(engine), Optional.ofNullable(endpoint), console.environment());
    }
}
