package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Removes one thing after the other; what is refused keeps none of the others, and is told in the end. */
final class Removal {

    private final Engine engine;
    private final List<Resource> removed = new ArrayList<>();
    private final List<Resource> busy = new ArrayList<>();
    private final List<Problem> refusals = new ArrayList<>();

    Removal(Engine engine) {
        this.engine = engine;
    }

    /** Tries to; tells whether it is gone. */
    boolean remove(Resource resource) throws InterruptedException {
        try {
            boolean gone = engine.remove(resource);
            (gone ? removed : busy).add(resource);
            return gone;
        } catch (EngineException | PluginException e) {
            refusals.addAll(e.problems());
            return false;
        }
    }

    List<Resource> removed() {
        return List.copyOf(removed);
    }

    List<Resource> busy() {
        return List.copyOf(busy);
    }

    List<Problem> refusals() {
        return refusals.stream().distinct().toList();
    }

    /**
     * Ends it.
     *
     * @throws EngineException if anything was refused, with all of it
     */
    void finish() {
        if (!refusals.isEmpty()) {
            throw new EngineException(refusals());
        }
    }
}
