package dev.chandler.core.project;

import dev.chandler.core.run.Workers;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;

/**
 * Does builds in their order, beside each other where none needs the other, and returns when none of them runs any more.
 *
 * <p>One that fails keeps those from being done that need it, and no other. Used once, by one thread.
 */
public final class BuildSchedule {

    /** Does builds, several at once, each on a thread of its own. */
    public interface Work {

        /**
         * Does one.
         *
         * @param build its name
         * @return whether it went well, so that those that need it can be done
         * @throws InterruptedException if cancelled; nothing of it runs any more then
         */
        boolean run(String build) throws InterruptedException;

        /**
         * Is told of one that is not done.
         *
         * @param build its name
         * @param need the build that it needs and that has failed, or was not done itself
         */
        void skipped(String build, String need);
    }

    private record Ended(String build, boolean well) {}

    private final BuildOrder order;
    private final int atOnce;
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Map<String, Boolean> done = new LinkedHashMap<>();
    private int running;

    /**
     * Makes a schedule.
     *
     * @param order what is to be done
     * @param atOnce how many at once, at least 1
     */
    public BuildSchedule(BuildOrder order, int atOnce) {
        this.order = order;
        this.atOnce = atOnce;
        waiting.addAll(order.builds());
    }

    /**
     * Does them all.
     *
     * @param work does one
     * @throws InterruptedException if cancelled; all are ended then
     */
    public void run(Work work) throws InterruptedException {
        try (Workers workers = new Workers(atOnce, "chandler-build")) {
            CompletionService<Ended> completions = workers.completions();
            begin(work, completions);
            while (running > 0) {
                Ended ended = completions.take().get();
                running--;
                done.put(ended.build(), ended.well());
                begin(work, completions);
            }
        } catch (ExecutionException e) {
            throw Workers.unwrapped(e);
        }
    }

    /** Begins all that can be, and passes over what never can. */
    private void begin(Work work, CompletionService<Ended> completions) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String build : List.copyOf(waiting)) {
                Optional<String> failed = order.needs(build).stream()
                        .filter(need -> Boolean.FALSE.equals(done.get(need)))
                        .sorted()
                        .findFirst();
                if (failed.isPresent()) {
                    waiting.remove(build);
                    done.put(build, false);
                    work.skipped(build, failed.get());
                    changed = true;
                }
            }
        }
        for (String build : waiting.stream().filter(this::canBegin).toList()) {
            waiting.remove(build);
            running++;
            completions.submit(() -> new Ended(build, work.run(build)));
        }
    }

    private boolean canBegin(String build) {
        return order.needs(build).stream().allMatch(need -> Boolean.TRUE.equals(done.get(need)));
    }
}
