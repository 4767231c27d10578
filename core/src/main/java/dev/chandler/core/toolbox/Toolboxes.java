package dev.chandler.core.toolbox;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.manifest.ToolboxSource;
import java.util.Optional;

/** Finds out which tools a toolbox has; starts nothing. */
public final class Toolboxes {

    private final Engine engine;
    private final Optional<Platform> platform;

    /**
     * Looks on an engine.
     *
     * @param engine where images and containers are
     * @param platform what the tools are to run on; empty for the engine's own
     */
    public Toolboxes(Engine engine, Optional<Platform> platform) {
        this.engine = engine;
        this.platform = platform;
    }

    /**
     * Finds out which tools there are; fetches nothing.
     *
     * @param source where they come from
     * @return the tools; of an image that would have to be pulled, what can be shown of them
     * @throws ManifestException if there are none
     * @throws InterruptedException if cancelled
     */
    public Toolbox find(ToolboxSource source) throws InterruptedException {
        return source instanceof ToolboxSource.Image image
                ? ImageTools.of(image, engine.resolve(image.reference(), platform), engine)
                : onThisSide(source);
    }

    /**
     * Finds out which tools there are, and pulls the image in which they are.
     *
     * @param source where they come from
     * @param pull when to
     * @param progress is told how far it has come
     * @return the tools
     * @throws ManifestException if there are none
     * @throws EngineException if they cannot be had
     * @throws InterruptedException if cancelled
     */
    public Toolbox fetch(ToolboxSource source, PullPolicy pull, ProgressSink progress) throws InterruptedException {
        return source instanceof ToolboxSource.Image image
                ? ImageTools.of(image, image(image, pull, progress), engine)
                : onThisSide(source);
    }

    private Toolbox onThisSide(ToolboxSource source) throws InterruptedException {
        return source instanceof ToolboxSource.ClientFiles files
                ? ClientTools.of(files)
                : ContainerTools.of((ToolboxSource.Container) source, engine);
    }

    private Base image(ToolboxSource.Image source, PullPolicy pull, ProgressSink progress) throws InterruptedException {
        if (pull == PullPolicy.ALWAYS) {
            return engine.pull(source.reference(), platform, progress);
        }
        Base found = engine.resolve(source.reference(), platform);
        if (found.present()) {
            return found;
        }
        if (pull == PullPolicy.NEVER) {
            throw new EngineException(
                    Problem.of("CH-ENGINE-003", "the toolbox \"" + source.reference() + "\" is not there")
                            .at(source.location())
                            .because("--pull never forbids to fetch it")
                            .remedy("fetch it yourself, or leave --pull out"));
        }
        return engine.pull(source.reference(), platform, progress);
    }
}
