package dev.chandler.provisioner.consultemplate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** consul-template as a process of the client, with an environment of its own. */
final class ClientRun implements RenderRun {

    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final int CHUNK = 8192;

    private final Process process;
    private final RenderLog log = new RenderLog();
    private final Thread reader;

    private ClientRun(Process process) {
        this.process = process;
        this.reader = new Thread(() -> read(process.getInputStream()), "chandler-consul-template");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param program consul-template
     * @param config its configuration
     * @param folder what it reads files of
     * @param env what templates find by {@code env}
     */
    static ClientRun start(Path program, String config, Path folder, Map<String, String> env) {
        ProcessBuilder builder = new ProcessBuilder(program.toString(), "-once", "-config", config)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(env);
        try {
            Process process = builder.start();
            ClientRun run = new ClientRun(process);
            process.getOutputStream().close();
            return run;
        } catch (IOException e) {
            throw Program.useless(program.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private void read(InputStream stream) {
        byte[] chunk = new byte[CHUNK];
        try (stream) {
            for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
                log.add(Arrays.copyOf(chunk, length));
            }
        } catch (IOException e) {
            // It has been ended.
        }
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (ended) {
            reader.join(PATIENCE_MILLIS);
        }
        return ended;
    }

    @Override
    public int status() {
        return process.exitValue();
    }

    @Override
    public RenderLog log() {
        return log;
    }

    /** It ignores SIGTERM. */
    @Override
    public void close() {
        process.destroyForcibly();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            reader.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
