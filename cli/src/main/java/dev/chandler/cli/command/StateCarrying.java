package dev.chandler.cli.command;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineRequest;
import dev.chandler.core.export.Staging;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import dev.chandler.core.transfer.StateExport;
import dev.chandler.core.transfer.StateImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a command has while it carries states: an engine, and room for what is on its way. Closing it gives up both. */
final class StateCarrying implements AutoCloseable {

    private final Wiring wiring;
    private final Console console;
    private final LiveBuild build;
    private final Staging staging;
    private final EngineUses engines;
    private int folders;

    private StateCarrying(Wiring wiring, Console console, LiveBuild build) {
        this.wiring = wiring;
        this.console = console;
        this.build = build;
        this.staging = new Staging(wiring.folders().cache().resolve("exports"), wiring.builds(), build.id());
        this.engines = new EngineUses(wiring, console);
    }

    static StateCarrying begin(Wiring wiring, Console console) throws InterruptedException {
        return new StateCarrying(wiring, console, wiring.builds().start());
    }

    /** Carries certain states away, which nobody removes meanwhile. */
    StateExport export(EngineRequest request, List<Digest> keys) throws IOException, InterruptedException {
        return new StateExport(engines.use(request, keys), wiring.cache(), wiring.seal(), folder());
    }

    /** Brings states. */
    StateImport importing(EngineRequest request) throws InterruptedException {
        return new StateImport(engines.use(request), wiring.cache(), wiring.seal(), console.err()::println);
    }

    Path folder() throws IOException {
        folders++;
        return staging.folder("states" + folders);
    }

    @Override
    public void close() {
        try (build;
                staging;
                engines) {
            // Closed the last first, also where one of them cannot be.
        }
    }
}
