package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.cli.module.FetchOptions;
import dev.chandler.core.Chandler;
import dev.chandler.core.PlanOptions;
import dev.chandler.core.Project;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.engine.EngineChoice;
import dev.chandler.core.engine.PullPolicy;
import dev.chandler.core.event.EventBus;
import dev.chandler.core.graph.ProvisionerCatalog;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.manifest.CheckpointWish;
import dev.chandler.core.manifest.ManifestRequest;
import dev.chandler.core.module.ModuleResolver;
import dev.chandler.core.observe.Seal;
import dev.chandler.core.observe.UserKey;
import dev.chandler.core.run.BuildOptions;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.core.secret.RegistryLogins;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeFile;
import dev.chandler.testkit.FakeHost;
import dev.chandler.testkit.FakeImage;
import dev.chandler.testkit.FakeTree;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever was built before, a build with the cache leaves what one without it leaves: tree, config and verdicts.
 *
 * <p>With the real loader and the real provisioners, on an engine in memory, for hundreds of projects that are edited at
 * random. A failure names its seed; {@code -Dcached.seed=N} runs that one alone.
 */
class CachedBuildTest {

    private static final int PROJECTS = 100;
    private static final int EDITS = 5;

    @TempDir
    Path folder;

    private int run;
    private int hit;

    /** Steps in the language of the engine in memory. */
    private static final class FakeWords implements EditedProject.Words {

        private static final List<String> STEPS = List.of(
                "write /f%d text",
                "append /log %d",
                "append /log x",
                "rm -rf /f%d",
                "{run: \"write /m x; chmod 060%d /m\"}",
                "store /e%d E",
                "{run: store /own S, env: {S: \"%d\"}}",
                "write /v '[=variable] %d'",
                "{run: append /each %d, cache: false}",
                "{run: append /log user, user: root, workdir: /, timeout: 3%ds}",
                "{parallel: [write /p1 %1$d, write /p2 %1$d]}");

        @Override
        public int steps() {
            return STEPS.size();
        }

        @Override
        public String step(int kind, int n) {
            return STEPS.get(kind).formatted(n);
        }

        @Override
        public String environment(int n) {
            return "e" + n;
        }

        @Override
        public String test(int n) {
            return n == 3 ? "{run: cat /log, cache: false}" : "cat /f" + n;
        }
    }

    /** What a build leaves; no image where a test was red. */
    private record Outcome(Optional<FakeTree> tree, Optional<ImageConfig> config, Set<String> red) {}

    /** All builds of a test have the plugins of one. */
    @FunctionalInterface
    private interface Pipelines {
        Chandler of(Path home);
    }

    @Test
    void leavesWhatABuildWithoutTheCacheLeavesAfterAnyEdits() throws Exception {
        Long only = Long.getLong("cached.seed");
        long first = only == null ? new Random().nextLong() : only;
        try (Wiring wiring = wiring()) {
            ProvisionerCatalog provisioners = wiring.provisioners();
            for (long seed = first; seed < first + (only == null ? PROJECTS : 1); seed++) {
                edited(seed, home -> chandler(provisioners, wiring.modules(), home));
            }
        }
        assertThat(hit).as("steps that were found, of %s that ran", run).isGreaterThan(run / 10);
    }

    private void edited(long seed, Pipelines pipelines) throws Exception {
        Path place = Files.createDirectory(folder.resolve(Long.toString(seed)));
        Path files = Files.createDirectory(place.resolve("p"));
        FakeHost kept = host();
        List<String> edits = new ArrayList<>(List.of("as it began"));
        EditedProject project = new EditedProject(files, seed, new FakeWords(), List.of("busybox", "other"));
        for (int i = 0; i <= EDITS; i++) {
            Outcome cached = built(pipelines, place.resolve("user"), files, kept, true);
            Outcome uncached = built(pipelines, place.resolve("stranger" + i), files, host(), false);
            assertThat(cached)
                    .as("-Dcached.seed=%s, edits: %s, manifest:%n%s", seed, edits, project.manifest())
                    .isEqualTo(uncached);
            edits.add(project.edit());
        }
    }

    private static FakeHost host() {
        FakeTree tree = new FakeTree()
                .put("/bin/sh", new FakeFile(FakeFile.Kind.FILE, new byte[] {1}, 0755, 0, 0))
                .put("/log", "other");
        return new FakeHost()
                .image(
                        "other",
                        tree,
                        ImageConfig.builder().cmd(List.of("other")).build());
    }

    private Outcome built(Pipelines pipelines, Path home, Path project, FakeHost host, boolean useCache)
            throws InterruptedException {
        EventRecorder events = new EventRecorder();
        Optional<FakeImage> image = Optional.empty();
        try (LiveBuilds.LiveBuild build = new LiveBuilds(home.resolve("builds")).start();
                FakeEngine engine = host.connect(build.id())) {
            Chandler chandler = pipelines.of(home);
            Project loaded = chandler.load(new ManifestRequest(project, project, Map.of(), List.of(), Map.of()));
            image = chandler.build(
                            loaded,
                            new EngineChoice(engine, "test"),
                            build,
                            new PlanOptions(
                                    Optional.empty(),
                                    true,
                                    useCache,
                                    CheckpointWish.ALWAYS,
                                    PullPolicy.MISSING,
                                    Optional.empty()),
                            new BuildOptions(List.of("app:latest"), List.of(), 2, false, Optional.empty()),
                            new EventBus(List.of(events)))
                    .artifact()
                    .flatMap(artifact -> host.image(artifact.id()));
        } catch (ChandlerException e) {
            assertThat(failed(events))
                    .as("only tests fail: %s", e.problems())
                    .allMatch(step -> step.startsWith("script"));
        }
        count(events, useCache);
        return new Outcome(image.map(FakeImage::tree), image.map(FakeImage::config), failed(events));
    }

    private void count(EventRecorder events, boolean useCache) {
        if (useCache) {
            hit += events.events(RunEvent.StepHit.class).size();
            run += events.events(RunEvent.StepStarted.class).size();
        }
    }

    private static Set<String> failed(EventRecorder events) {
        return events.events(RunEvent.StepFailed.class).stream()
                .map(RunEvent.StepFailed::step)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Chandler chandler(ProvisionerCatalog provisioners, ModuleResolver modules, Path home) {
        return new Chandler(
                provisioners,
                modules,
                new FileCacheStorage(home),
                new Seal(new UserKey(home)),
                Clock.systemUTC(),
                Map.of(),
                RegistryLogins.NONE,
                BasePins.none());
    }

    private Wiring wiring() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Console console = new Console(nowhere, nowhere, folder, Map.of("HOME", folder.toString()));
        return new Wiring(console, List.of(), Optional.empty(), folder, false, FetchOptions.DEFAULT);
    }
}
