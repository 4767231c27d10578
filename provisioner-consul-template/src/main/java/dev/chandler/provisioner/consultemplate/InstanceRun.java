package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** consul-template as a command in the instance: its own, or the toolbox's. */
final class InstanceRun implements RenderRun {

    /** What engines and shells add to an environment by themselves. */
    private static final Set<String> ADDED = Set.of("PATH", "HOME", "HOSTNAME", "PWD", "OLDPWD", "SHLVL", "TERM", "_");

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

    /** Nothing but what is built into every shell: bases and toolboxes need not have more. */
    private static final String SCRIPT = """
            umask 022
            config=$1
            shift
            PATH=$PATH:$CHANDLER_TOOLS/bin
            program=$(command -v consul-template) || exit 127
            unset "$@"
            exec "$program" -once -config "$config"
            """;

    private final StepContext context;
    private final RenderLog log = new RenderLog();
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;
    private volatile int status = -1;

    private InstanceRun(StepContext context, Command command) {
        this.context = context;
        this.thread = new Thread(() -> run(command), "chandler-consul-template");
        thread.setDaemon(true);
    }

    /**
     * Starts it.
     *
     * @param config its configuration, in the instance
     * @param folder what it reads files of, in the instance
     * @param env what templates find by {@code env}: all that there is
     */
    static InstanceRun start(StepContext context, String config, String folder, Map<String, String> env) {
        Set<String> others =
                new TreeSet<>(context.command(List.of("sh")).build().env().keySet());
        others.addAll(ADDED);
        others.removeAll(env.keySet());
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", config));
        others.stream().filter(each -> each.matches(NAME)).forEach(argv::add);
        Command command =
                context.command(argv).env(env).user("").workdir(folder).build();
        InstanceRun run = new InstanceRun(context, command);
        run.thread.start();
        return run;
    }

    private void run(Command command) {
        try {
            status = context.communicator()
                    .run(command, (channel, chunk) -> log.add(chunk))
                    .exitCode();
        } catch (InterruptedException e) {
            // It has been ended.
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(atMost.toMillis());
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return !thread.isAlive();
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public RenderLog log() {
        return log;
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
