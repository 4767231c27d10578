package dev.chandler.core.export;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Makes an image of an engine of a layout: a base that is published as it is.
 *
 * <p>What the engine keeps of a base so that the next build finds it is removed again, where it was not there before: no
 * build is meant to start from this one.
 */
public final class EngineTransfer {

    private final Engine engine;
    private final Consumer<String> notices;

    /**
     * Makes a transfer.
     *
     * @param engine where to
     * @param notices is told of what stays there
     */
    public EngineTransfer(Engine engine, Consumer<String> notices) {
        this.engine = engine;
        this.notices = notices;
    }

    Artifact publish(Path layout, List<String> names) throws InterruptedException {
        return with(
                new BaseReference.OciLayout(layout),
                base -> engine.publish(new ArtifactSpec(base, Optional.empty(), base.config(), names)));
    }

    /**
     * Keeps one image of a layout as the state of a key.
     *
     * @param image where it is
     * @param key the key
     * @return the state
     * @throws EngineException if the image cannot be read, or the engine refuses
     * @throws InterruptedException if cancelled; nothing is left then
     */
    public Snapshot keep(BaseReference.OciLayout image, Digest key) throws InterruptedException {
        return with(image, base -> engine.keep(base, key));
    }

    private interface Work<T> {
        T on(Base base) throws InterruptedException;
    }

    private <T> T with(BaseReference.OciLayout image, Work<T> work) throws InterruptedException {
        Base base = engine.resolve(image, Optional.empty());
        Set<String> before = kept(base).stream().map(Resource::id).collect(Collectors.toSet());
        try {
            return work.on(base);
        } finally {
            forget(base, before);
        }
    }

    /** What stands for the base on the engine; not all engines tell it from a state. */
    private List<Resource> kept(Base base) throws InterruptedException {
        return engine.resources().stream()
                .filter(resource ->
                        resource.kind() == Resource.Kind.BASE || resource.kind() == Resource.Kind.CHECKPOINT)
                .filter(resource -> resource.key().filter(base.digest()::equals).isPresent())
                .toList();
    }

    /** Also after an interrupt, which is set again afterwards. */
    private void forget(Base base, Set<String> before) {
        boolean interrupted = Thread.interrupted();
        try {
            for (Resource resource : kept(base)) {
                if (!before.contains(resource.id()) && !engine.remove(resource)) {
                    stays(resource.name(), "something uses it");
                }
            }
        } catch (EngineException | PluginException e) {
            stays(
                    "something of \"" + base.reference() + "\"",
                    e.problems().get(0).what());
        } catch (InterruptedException e) {
            interrupted = true;
            stays("something of \"" + base.reference() + "\"", "interrupted again");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stays(String what, String why) {
        notices.accept(what + " stays on the engine: " + why + "; \"chandler cache prune --all\" removes it");
    }
}
