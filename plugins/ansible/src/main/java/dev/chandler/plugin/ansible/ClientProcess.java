package dev.chandler.plugin.ansible;

import dev.chandler.api.event.OutputSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** ansible-playbook while it runs. What it writes is handed on, and what it complains of is kept. */
final class ClientProcess implements AutoCloseable {

    private static final int CHUNK = 8192;
    private static final int MOST_WORDS = 64 << 10;
    private static final long PATIENCE_MILLIS = 2000;

    private final Process process;
    private final OutputSink output;
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    private final List<Thread> readers;

    private ClientProcess(Process process, OutputSink output) {
        this.process = process;
        this.output = output;
        this.readers = List.of(
                reader(process.getInputStream(), OutputSink.Channel.STDOUT),
                reader(process.getErrorStream(), OutputSink.Channel.STDERR));
    }

    static ClientProcess start(List<String> argv, Path folder, Map<String, String> env, OutputSink output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(argv).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(env);
        Process process = builder.start();
        ClientProcess started = new ClientProcess(process, output);
        process.getOutputStream().close();
        return started;
    }

    private Thread reader(InputStream stream, OutputSink.Channel channel) {
        Thread thread = new Thread(() -> read(stream, channel), "chandler-ansible-output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, OutputSink.Channel channel) {
        byte[] chunk = new byte[CHUNK];
        try (stream) {
            for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
                take(channel, Arrays.copyOf(chunk, length));
            }
        } catch (IOException e) {
            // It has been ended.
        }
    }

    private synchronized void take(OutputSink.Channel channel, byte[] chunk) {
        if (channel == OutputSink.Channel.STDERR) {
            complaints.write(chunk, 0, Math.min(chunk.length, MOST_WORDS - complaints.size()));
        }
        output.write(channel, chunk);
    }

    /** Waits for its end and gives its exit status. */
    int await() throws InterruptedException {
        int status = process.waitFor();
        for (Thread reader : readers) {
            reader.join(PATIENCE_MILLIS);
        }
        return status;
    }

    /** What it has written to standard error. */
    synchronized String complaints() {
        return complaints.toString(StandardCharsets.UTF_8);
    }

    /** Ends it and its workers, which it does not end itself when it is told to go. */
    @Override
    public void close() {
        Set<ProcessHandle> all = new LinkedHashSet<>(process.descendants().toList());
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            all.addAll(process.descendants().toList());
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            for (Thread reader : readers) {
                reader.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
