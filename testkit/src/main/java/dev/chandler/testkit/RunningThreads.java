package dev.chandler.testkit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which threads have come since some moment. */
final class RunningThreads {

    /** Of the JVM, of test runners, and of pools that their libraries keep as long as the process lives. */
    private static final Pattern LASTING = Pattern.compile(
            "(process reaper|Common-Cleaner|Attach Listener|Signal Dispatcher|Reference Handler|Finalizer|Notification Thread"
                    + "|ForkJoinPool|CompletableFutureDelayScheduler|junit-|surefire-|main|OkHttp TaskRunner|Okio Watchdog"
                    + "|Keep-Alive|SIG|C[12] CompilerThread|Cleaner-).*");

    private final Set<Thread> known = new HashSet<>();

    void remember() {
        known.clear();
        known.addAll(Thread.getAllStackTraces().keySet());
    }

    List<String> more() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> !known.contains(each.getKey()))
                .filter(each -> each.getKey().isAlive())
                .filter(each -> !LASTING.matcher(each.getKey().getName()).matches())
                .map(each -> "thread " + each.getKey().getName() + " at " + top(each.getValue()))
                .sorted()
                .toList();
    }

    private static String top(StackTraceElement[] trace) {
        return Arrays.stream(trace).limit(12).map(Object::toString).collect(Collectors.joining(" < "));
    }
}
