package dev.chandler.core.export;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import java.util.Optional;

/** Where an image that is to be exported is now. */
public interface ExportSource {

    /**
     * The engine that has it.
     *
     * @return empty for files
     */
    Optional<Engine> engine();

    /**
     * Finds the image.
     *
     * @param progress is told how far it has come, where it is fetched
     * @return the image
     * @throws ManifestException if it is not clear which one is meant
     * @throws EngineException if it is not there, or cannot be read
     * @throws InterruptedException if cancelled
     */
    ExportedImage find(ProgressSink progress) throws InterruptedException;

    /**
     * As the user wrote it.
     *
     * @return one line
     */
    @Override
    String toString();
}
