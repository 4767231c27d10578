package dev.chandler.engine.docker;

import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.engine.Shield;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The images that belong to this build alone, removed at its end, the youngest first. Thread-safe. */
final class BuildImages {

    private final Deque<String> ids = new ConcurrentLinkedDeque<>();

    void add(String id) {
        ids.push(id);
    }

    /**
     * Removes them all.
     *
     * @throws EngineException the first refusal, when all the others have been tried
     */
    void remove(DockerDriver driver) {
        List<EngineException> refusals = new ArrayList<>();
        for (String id = ids.poll(); id != null; id = ids.poll()) {
            remove(driver, id).ifPresent(refusals::add);
        }
        if (!refusals.isEmpty()) {
            throw refusals.get(0);
        }
    }

    private static Optional<EngineException> remove(DockerDriver driver, String id) {
        try {
            boolean removed = Shield.whole(() -> driver.removeImage(id));
            return removed
                    ? Optional.empty()
                    : Optional.of(
                            DockerProblems.refused("image " + id + " of this build stays", "something still uses it"));
        } catch (EngineException e) {
            return Optional.of(e);
        }
    }
}
