package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes what builds have left whose client is gone, and forgets those of which nothing is left; never touches a running
 * build of this client.
 */
public final class Reaper {

    /**
     * What came of it.
     *
     * @param removed what is gone
     * @param busy what something still uses
     * @param foreign what belongs to builds that this client does not know
     * @param refusals what the engine said where it refused
     */
    public record Outcome(
            List<Resource> removed, List<Resource> busy, List<Resource> foreign, List<Problem> refusals) {}

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
     * Removes what may be removed; what is refused keeps none of the others.
     *
     * @param engine where to look
     * @param foreignToo whether builds that this client does not know count as gone, which it cannot find out
     * @return what came of it
     * @throws EngineException if the engine does not say what there is
     * @throws InterruptedException if cancelled
     */
    public Outcome reap(Engine engine, boolean foreignToo) throws InterruptedException {
        // Before the engine is asked: what a build that ends in between has left may not be in the list.
        Map<String, String> ended = builds.ended();
        Removal removal = new Removal(engine);
        List<Resource> foreign = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Set<String> staying = new HashSet<>();
        for (Resource resource : engine.resources()) {
            String build = resource.buildId().orElse("");
            LiveBuilds.Life life = builds.life(build);
            if (build.isEmpty() || life == LiveBuilds.Life.RUNS) {
                continue;
            }
            seen.add(build);
            if (life == LiveBuilds.Life.UNKNOWN && !foreignToo) {
                foreign.add(resource);
            } else if (!removal.remove(resource)) {
                staying.add(build);
            }
        }
        ended.keySet().forEach(StepFolders::removeOf);
        ended.forEach((build, place) -> {
            boolean here = seen.contains(build) || place.isEmpty() || place.equals(LiveBuilds.place(engine));
            if (here && !staying.contains(build)) {
                builds.forget(build);
            }
        });
        return new Outcome(removal.removed(), removal.busy(), List.copyOf(foreign), removal.refusals());
    }
}
