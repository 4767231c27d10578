package dev.chandler.cli.command;

import dev.chandler.api.engine.Engine;
import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineRequest;
import dev.chandler.core.export.Staging;
import dev.chandler.core.project.ImageAccess;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of a project's builds by a connection of its own, made when there is something to read.
 *
 * <p>Thread-safe. Whoever makes it closes it, when no build runs any more.
 */
final class ProjectImages implements ImageAccess, AutoCloseable {

    private final Wiring wiring;
    private final EngineRequest request;
    private final EngineUses engines;
    private @Nullable Engine engine;
    private @Nullable LiveBuild build;
    private @Nullable Staging staging;

    ProjectImages(Wiring wiring, Console console, EngineRequest request) {
        this.wiring = wiring;
        this.request = request;
        this.engines = new EngineUses(wiring, console);
    }

    @Override
    public synchronized Engine engine() throws InterruptedException {
        Engine connected = engine;
        if (connected == null) {
            connected = engines.use(request);
            engine = connected;
        }
        return connected;
    }

    @Override
    public synchronized Staging staging() throws InterruptedException {
        Staging made = staging;
        if (made == null) {
            LiveBuild own = wiring.builds().start();
            build = own;
            made = new Staging(wiring.folders().cache().resolve("exports"), wiring.builds(), own.id());
            staging = made;
        }
        return made;
    }

    /** Whether something is left on the engine, once it is closed. */
    boolean leftSomething() {
        return engines.leftSomething();
    }

    @Override
    public synchronized void close() {
        try {
            if (staging != null) {
                staging.close();
            }
        } finally {
            if (build != null) {
                build.close();
            }
            engines.close();
        }
    }
}
