package dev.chandler.engine.lxd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Has several aliases point at one image, all of them or none. The daemon moves one at a time. */
final class AliasMove {

    private final ImageStore images;
    private final String fingerprint;
    private final Deque<Before> moved = new ArrayDeque<>();

    /** Where an alias has pointed until now, if there was one. */
    private record Before(String alias, Optional<String> target) {}

    AliasMove(ImageStore images, String fingerprint) {
        this.images = images;
        this.fingerprint = fingerprint;
    }

    /**
     * Moves them.
     *
     * @throws dev.chandler.api.problem.EngineException if one could not be moved; the others are where they were then
     */
    void move(List<String> aliases) throws InterruptedException {
        try {
            for (String alias : aliases) {
                moved.push(new Before(alias, images.target(alias)));
                images.point(alias, fingerprint);
            }
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void undo(RuntimeException failure) throws InterruptedException {
        while (!moved.isEmpty()) {
            Before before = moved.pop();
            try {
                if (before.target().isPresent()) {
                    images.point(before.alias(), before.target().get());
                } else {
                    images.removeAlias(before.alias());
                }
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
