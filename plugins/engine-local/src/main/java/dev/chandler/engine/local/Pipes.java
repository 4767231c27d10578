package dev.chandler.engine.local;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Named pipes of an instance, made many at a time, each for one channel of one command. Thread-safe. */
final class Pipes {

    private static final int AT_ONCE = 32;

    private final Shell shell;
    private final WorkFolder work;
    private final Deque<Path> ready = new ArrayDeque<>();
    private int made;

    Pipes(Shell shell, WorkFolder work) {
        this.shell = shell;
        this.work = work;
    }

    /** One that nobody has had. Any user may open it anew for writing, as {@code /dev/stdout}. */
    synchronized Path next() {
        if (ready.isEmpty()) {
            IntStream.range(made, made + AT_ONCE)
                    .forEach(i -> ready.add(work.pipes().resolve("p" + i)));
            made += AT_ONCE;
            String paths = ready.stream().map(Shell::quoted).collect(Collectors.joining(" "));
            shell.does("make pipes", "mkfifo -m 622 " + paths);
        }
        return ready.pop();
    }
}
