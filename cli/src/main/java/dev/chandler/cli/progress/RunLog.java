package dev.chandler.cli.progress;

import dev.chandler.api.event.RunEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a run has shown in a file of its own, of the last {@value #KEPT} runs.
 *
 * <p>The file is made at the first event. A log that cannot be written is done without.
 */
public final class RunLog implements ProgressView {

    private static final int KEPT = 20;

    private final Path file;
    private @Nullable PlainView view;
    private @Nullable PrintWriter out;
    private boolean given;

    private RunLog(Path file) {
        this.file = file;
    }

    /**
     * Makes a log; touches no file yet.
     *
     * @param folder the folder of the logs
     * @param buildId the build's id, the file's name
     * @return a log; the caller closes it
     */
    public static RunLog open(Path folder, String buildId) {
        return new RunLog(folder.resolve(buildId + ".log"));
    }

    @Override
    public void on(RunEvent event) {
        if (!given) {
            given = true;
            start();
        }
        if (view != null) {
            view.on(event);
        }
    }

    /**
     * Where the log is.
     *
     * @return the file; empty where nothing was to be said yet, or it could not be written
     */
    public Optional<Path> file() {
        return view == null ? Optional.empty() : Optional.of(file);
    }

    private void start() {
        try {
            Path folder = Files.createDirectories(file.resolveSibling(""));
            forgetOldest(folder);
            PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
            out = writer;
            view = new PlainView(writer, true);
        } catch (IOException e) {
            view = null;
        }
    }

    private static void forgetOldest(Path folder) throws IOException {
        try (Stream<Path> logs = Files.list(folder)) {
            List<Path> newestFirst = logs.filter(log -> log.toString().endsWith(".log"))
                    .sorted(Comparator.comparingLong((Path log) -> log.toFile().lastModified())
                            .reversed())
                    .toList();
            for (Path log : newestFirst.subList(Math.min(KEPT - 1, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(log);
            }
        }
    }

    @Override
    public void close() {
        if (out != null) {
            out.close();
        }
    }
}
