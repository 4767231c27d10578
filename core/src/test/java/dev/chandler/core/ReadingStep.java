package dev.chandler.core;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A step that writes what a server has: {@code read a b} writes the values of a and b to {@code /a} and {@code /b}. A value
 * {@code >c} has it read c, too.
 */
public final class ReadingStep implements PreparedStep {

    /** What is outside. */
    public static final class Server {

        private final Map<String, String> values = new ConcurrentHashMap<>();
        private final List<List<String>> asked = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private Runnable whenAsked = () -> {};

        public Server put(String name, String value) {
            values.put(name, value);
            return this;
        }

        public void remove(String name) {
            values.remove(name);
        }

        /** Has the next tries fail when they have read everything. */
        public void fail(int tries) {
            failures.set(tries);
        }

        /** Has something happen when a plan asks. */
        public void whenAsked(Runnable happens) {
            whenAsked = happens;
        }

        /** The names that plans have asked for. */
        public List<List<String>> asked() {
            return List.copyOf(asked);
        }

        /** Makes steps that begin with {@code read} read from here. */
        public UnaryOperator<PreparedStep> steps() {
            return step -> step.title().startsWith("read ") ? new ReadingStep(step, this) : step;
        }
    }

    private static final String PREFIX = "key ";

    private final PreparedStep step;
    private final Server server;

    private ReadingStep(PreparedStep step, Server server) {
        this.step = step;
        this.server = server;
    }

    @Override
    public String title() {
        return step.title();
    }

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        step.describe(key);
    }

    @Override
    public boolean observes() {
        return true;
    }

    @Override
    public Map<String, Digest> observe(List<String> names) {
        server.asked.add(List.copyOf(names));
        server.whenAsked.run();
        Map<String, Digest> answers = new HashMap<>();
        for (String name : names) {
            String value = server.values.get(name.substring(PREFIX.length()));
            if (value != null) {
                answers.put(name, Digest.of(value));
            }
        }
        return answers;
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        for (String name : title().substring("read ".length()).split(" ", -1)) {
            read(name, context);
        }
        if (server.failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new ProvisionException(Problem.of("CH-STEP-001", "it failed when it had read everything"));
        }
    }

    private void read(String name, StepContext context) throws InterruptedException {
        String value = server.values.getOrDefault(name, "");
        context.observed(PREFIX + name, Digest.of(value));
        List<String> argv = List.of("/bin/sh", "-ec", "write /" + name + " '" + value + "'");
        context.communicator().run(context.command(argv).build(), context.output());
        if (value.startsWith(">")) {
            read(value.substring(1), context);
        }
    }
}
