package dev.chandler.core.toolbox;

import dev.chandler.api.cache.Notes;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.ClientNotes;
import dev.chandler.core.engine.BaseFetch;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.graph.Action;
import dev.chandler.core.manifest.ToolboxSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out which tools a toolbox has; starts nothing. */
public final class Toolboxes {

    private static final String ROLE = "toolbox";

    private final Engine engine;
    private final BaseFetch images;
    private final Notes notes;

    /**
     * Looks on an engine.
     *
     * @param images has the images there, for the platform that the tools are to run on
     * @param cache where the digests of the client's tools are remembered
     */
    public Toolboxes(BaseFetch images, CacheStorage cache) {
        this.engine = images.engine();
        this.images = images;
        this.notes = new ClientNotes(cache, ROLE);
    }

    /**
     * Finds a shell of the client for a base that has none.
     *
     * @param environment the client's, which may name one
     * @param base where the base was written
     * @param steps the steps that need it
     * @return it
     * @throws ManifestException if there is none that runs there
     */
    public ToolboxSource shell(Map<String, String> environment, Location base, List<Action> steps) {
        String architecture = images.platform().orElse(engine.platform()).architecture();
        StaticShell search = new StaticShell(environment, architecture);
        Optional<Path> found = engine.capabilities().contains(Capability.TOOLBOX) ? search.find() : Optional.empty();
        return new ToolboxSource.StaticShell(
                found.orElseThrow(() -> new ManifestException(
                        steps.stream().map(step -> noShell(step, search)).toList())),
                base);
    }

    private Problem noShell(Action step, StaticShell search) {
        boolean able = engine.capabilities().contains(Capability.TOOLBOX);
        return Problem.of("CH-PLAN-001", "step \"" + step.id() + "\" runs a command, but scratch has no shell")
                .at(step.spec().location())
                .because(
                        able
                                ? search.misses()
                                : "the engine \"" + engine.id() + "\" cannot do " + Capability.TOOLBOX.words()
                                        + ", so that none can be lent to it")
                .remedy(
                        able
                                ? "install one here (Debian: busybox-static), name one by " + StaticShell.VARIABLE
                                        + ", or name a toolbox: with sh in it"
                                : "use copy steps only, or another base");
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
                ? ImageTools.of(image, images.find(image.reference(), ROLE, image.location()), engine)
                : onThisSide(source);
    }

    /**
     * Finds out which tools there are, and pulls the image in which they are.
     *
     * @param source where they come from
     * @param pull when to
     * @param progress is told how far it has come
     * @param notices is told what the user should know of the lock
     * @return the tools
     * @throws ManifestException if there are none
     * @throws EngineException if they cannot be had
     * @throws InterruptedException if cancelled
     */
    public Toolbox fetch(ToolboxSource source, PullPolicy pull, ProgressSink progress, Consumer<String> notices)
            throws InterruptedException {
        return source instanceof ToolboxSource.Image image
                ? ImageTools.of(
                        image, images.fetch(image.reference(), ROLE, image.location(), pull, progress, notices), engine)
                : onThisSide(source);
    }

    /**
     * Brings tools to the engine.
     *
     * @param source where they come from
     * @param pull when to pull the image in which they are
     * @param progress is told how far it has come
     * @param notices is told what the user should know of the lock
     * @return the tools, which are there now
     * @throws ManifestException if there are none, or the engine is not able to
     * @throws EngineException if they cannot be had, or brought
     * @throws InterruptedException if cancelled
     */
    public Toolbox keep(ToolboxSource source, PullPolicy pull, ProgressSink progress, Consumer<String> notices)
            throws InterruptedException {
        Capability need = source instanceof ToolboxSource.Container ? Capability.DATA_CONTAINER : Capability.TOOLBOX;
        for (Capability each : List.of(Capability.TOOLBOX, need)) {
            if (!engine.capabilities().contains(each)) {
                throw new ManifestException(
                        Problem.of("CH-PLAN-010", "the engine \"" + engine.id() + "\" cannot do " + each.words())
                                .at(source.location())
                                .remedy("use another engine: \"chandler engines\" lists them"));
            }
        }
        Toolbox toolbox = fetch(source, pull, progress, notices);
        engine.keepToolbox(toolbox.digest(), toolbox.content());
        return toolbox;
    }

    private Toolbox onThisSide(ToolboxSource source) throws InterruptedException {
        if (source instanceof ToolboxSource.StaticShell shell) {
            return ClientTools.of(shell, notes);
        }
        return source instanceof ToolboxSource.ClientFiles files
                ? ClientTools.of(files, notes)
                : ContainerTools.of((ToolboxSource.Container) source, engine);
    }
}
