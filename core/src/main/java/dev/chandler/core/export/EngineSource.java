package dev.chandler.core.export;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.engine.PullPolicy;
import java.util.Optional;

/** An image on an engine. */
final class EngineSource implements ExportSource {

    private final Engine engine;
    private final String name;
    private final PullPolicy pull;

    /** What is not there is pulled as the policy says. */
    EngineSource(Engine engine, String name, PullPolicy pull) {
        this.engine = engine;
        this.name = name;
        this.pull = pull;
    }

    @Override
    public Optional<Engine> engine() {
        return Optional.of(engine);
    }

    @Override
    public ExportedImage find(ProgressSink progress) throws InterruptedException {
        if (pull == PullPolicy.ALWAYS) {
            engine.pull(new BaseReference.Image(name), progress);
        }
        Optional<Artifact> found = engine.image(name);
        if (found.isEmpty() && pull == PullPolicy.MISSING) {
            engine.pull(new BaseReference.Image(name), progress);
            found = engine.image(name);
        }
        Artifact artifact = found.orElseThrow(this::missing);
        return new ExportedImage(artifact, receiver -> engine.export(artifact, receiver));
    }

    private EngineException missing() {
        return new EngineException(Problem.of("CH-OUTPUT-020", "there is no image \"" + name + "\" to export")
                .because("it is not on the engine \"" + engine.id() + "\" at " + engine.endpoint())
                .remedy("check the name and the tag; --pull missing fetches what a registry has, and oci:FOLDER or"
                        + " docker-archive:FILE is an image in a file"));
    }

    @Override
    public String toString() {
        return name;
    }
}
