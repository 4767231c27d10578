package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Removes what builds have left whose client is gone; never a running build's. */
public final class Reaper {

    /**
     * What came of it.
     *
     * @param removed what is gone
     * @param busy what something still uses
     * @param foreign what belongs to builds that this client does not know
     */
    public record Outcome(List<Resource> removed, List<Resource> busy, List<Resource> foreign) {}

    private final LiveBuilds builds;

    /**
     * Makes a reaper.
     *
     * @param builds knows which builds run
     */
    public Reaper(LiveBuilds builds) {
        this.builds = builds;
    }

    /**
     * Removes what may be removed.
     *
     * @param engine where to look
     * @param foreignToo whether builds that this client does not know count as gone
     * @return what came of it
     * @throws InterruptedException if cancelled
     */
    public Outcome reap(Engine engine, boolean foreignToo) throws InterruptedException {
        Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        Set<String> ended = new LinkedHashSet<>();
        for (Resource resource : engine.resources()) {
            if (resource.buildId().isPresent()) {
                reap(engine, resource, resource.buildId().get(), foreignToo, outcome, ended);
            }
        }
        outcome.busy().forEach(resource -> resource.buildId().ifPresent(ended::remove));
        ended.forEach(builds::forget);
        return outcome;
    }

    private void reap(
            Engine engine, Resource resource, String build, boolean foreignToo, Outcome outcome, Set<String> ended)
            throws InterruptedException {
        switch (builds.life(build)) {
            case RUNS -> {}
            case UNKNOWN -> {
                if (!foreignToo) {
                    outcome.foreign().add(resource);
                    return;
                }
                remove(engine, resource, outcome);
            }
            case ENDED -> {
                ended.add(build);
                remove(engine, resource, outcome);
            }
        }
    }

    private static void remove(Engine engine, Resource resource, Outcome outcome) throws InterruptedException {
        (engine.remove(resource) ? outcome.removed() : outcome.busy()).add(resource);
    }
}
