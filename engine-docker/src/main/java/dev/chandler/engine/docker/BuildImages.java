package dev.chandler.engine.docker;

import dev.chandler.api.problem.EngineException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that belong to this build alone, removed at its end, the youngest first. Thread-safe. */
final class BuildImages {

    private static final Logger LOG = LoggerFactory.getLogger(BuildImages.class);

    private final Deque<String> ids = new ConcurrentLinkedDeque<>();

    void add(String id) {
        ids.push(id);
    }

    void remove(DockerDriver driver) {
        for (String id = ids.poll(); id != null; id = ids.poll()) {
            remove(driver, id);
        }
    }

    private static void remove(DockerDriver driver, String id) {
        try {
            boolean removed = Shield.whole(() -> driver.removeImage(id));
            if (!removed) {
                LOG.warn("image {} of this build stays: something still uses it", id);
            }
        } catch (EngineException e) {
            LOG.warn("image {} could not be removed: {}", id, e.getMessage());
        }
    }
}
