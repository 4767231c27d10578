package dev.chandler.testkit;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Resource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves threads, temporary files, or things of ours on an engine.
 *
 * <p>Temporary files are entries of {@code java.io.tmpdir} whose name begins with {@code chandler}; of threads, those of
 * the JVM, of JUnit and of pools that live as long as the process do not count. On the engine everything new counts,
 * checkpoints and toolboxes too: a test that wants some removes them. What ends by itself has ten seconds to do so.
 *
 * <pre>{@code
 * @RegisterExtension
 * final LeakCheck leaks = LeakCheck.of().on(() -> engine);
 * }</pre>
 *
 * Or {@code @ExtendWith(LeakCheck.class)} where no engine is to be looked at. As a field that is not static it may use
 * what the test's constructor and field initialisers made; an engine is asked before {@code @BeforeEach} and after
 * {@code @AfterEach}, so don't close it there.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final @Nullable Supplier<? extends Engine> engine;
    private final Predicate<Resource> ours;
    private final Duration patience;
    private final RunningThreads threads = new RunningThreads();
    private final TemporaryFiles files;
    private final Set<String> resources = new HashSet<>();

    /** Makes a check of threads and temporary files. */
    public LeakCheck() {
        this(null, resource -> true, PATIENCE, Path.of(System.getProperty("java.io.tmpdir")));
    }

    LeakCheck(
            @Nullable Supplier<? extends Engine> engine, Predicate<Resource> ours, Duration patience, Path temporary) {
        this.engine = engine;
        this.ours = ours;
        this.patience = patience;
        this.files = new TemporaryFiles(temporary);
    }

    /**
     * A check of threads and temporary files.
     *
     * @return the extension
     */
    public static LeakCheck of() {
        return new LeakCheck();
    }

    /**
     * The same check, of an engine too.
     *
     * @param engine gives an engine that is open before and after each test; not closed by the check
     * @return another extension
     */
    public LeakCheck on(Supplier<? extends Engine> engine) {
        return new LeakCheck(engine, ours, patience, files.folder());
    }

    /**
     * The same check, of some resources alone; for an engine that others use at the same time.
     *
     * @param ours which resources can only be the test's
     * @return another extension
     */
    public LeakCheck only(Predicate<Resource> ours) {
        return new LeakCheck(engine, ours, patience, files.folder());
    }

    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        remember();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        check();
    }

    void remember() throws InterruptedException {
        threads.remember();
        files.remember();
        resources.clear();
        resources.addAll(resourcesNow());
    }

    void check() throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> left = left();
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
            left = left();
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the test left behind:\n  " + String.join("\n  ", left));
        }
    }

    private List<String> left() throws InterruptedException {
        List<String> left = new ArrayList<>();
        left.addAll(threads.more());
        left.addAll(files.more());
        resourcesNow().stream().filter(each -> !resources.contains(each)).forEach(left::add);
        return left;
    }

    private List<String> resourcesNow() throws InterruptedException {
        if (engine == null) {
            return List.of();
        }
        return engine.get().resources().stream()
                .filter(ours)
                .map(each -> each.kind() + " " + each.name() + " (" + each.id() + ")")
                .toList();
    }
}
