package dev.chandler.cli.command;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.cli.Console;
import dev.chandler.cli.Wiring;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.EngineRequest;
import dev.chandler.core.run.LiveBuilds.LiveBuild;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The engines that one command uses, each for a build of its own: so "reap" finds on each what a killed client has left.
 *
 * <p>Confined to one thread.
 */
final class EngineUses implements AutoCloseable {

    private record Use(EngineChoice choice, LiveBuild build) {}

    private final Wiring wiring;
    private final Console console;
    private final Deque<Use> uses = new ArrayDeque<>();
    private boolean leftSomething;

    EngineUses(Wiring wiring, Console console) {
        this.wiring = wiring;
        this.console = console;
    }

    /** Connects to one more, which is closed with the others. */
    Engine use(EngineRequest request) throws InterruptedException {
        return use(request, List.of());
    }

    /** As {@link #use(EngineRequest)}, of whose states certain ones are needed. */
    Engine use(EngineRequest request, List<Digest> states) throws InterruptedException {
        LiveBuild build = wiring.builds().start();
        try {
            EngineChoice choice = wiring.engines(build.id()).select(request);
            uses.push(new Use(choice, build));
            build.uses(choice.engine());
            // Also for bases that are there, which may be wanted.
            build.needs(states);
            return choice.engine();
        } catch (InterruptedException | RuntimeException | Error e) {
            if (uses.isEmpty() || uses.peek().build() != build) {
                build.close();
            }
            throw e;
        }
    }

    /** Whether something is left on any of them, once they are closed. */
    boolean leftSomething() {
        return leftSomething;
    }

    /** What stays on an engine does not make a good command a bad one, but "reap" has to know of it. */
    @Override
    public void close() {
        for (Use use = uses.poll(); use != null; use = uses.poll()) {
            try (LiveBuild build = use.build()) {
                close(use.choice(), build);
            }
        }
    }

    private void close(EngineChoice choice, LiveBuild build) {
        try {
            choice.close();
        } catch (EngineException | PluginException e) {
            leftSomething = true;
            build.leaveSomething();
            console.err().println("note: " + e.problems().get(0).what() + "; \"chandler reap\" removes what is left");
        }
    }
}
