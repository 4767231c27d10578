package dev.chandler.core.engine;

import dev.chandler.api.engine.Engine;

/**
 * The engine that a build uses; closing the choice closes it.
 *
 * @param engine connected
 * @param reason why it is this one, in words
 */
public record EngineChoice(Engine engine, String reason) implements AutoCloseable {

    @Override
    public void close() {
        engine.close();
    }
}
