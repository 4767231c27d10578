package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.FileCacheStorage;
import dev.chandler.core.states.PruneCriteria;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {

    private static final Digest KEY = Digest.of("key");

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private LiveBuilds builds;
    private CacheStorage cache;

    @BeforeEach
    void keepSomething() throws InterruptedException {
        builds = new LiveBuilds(folder.resolve("builds"));
        cache = new FileCacheStorage(folder.resolve("cache"));
        cache.store(CacheStorage.Kind.VERDICT, KEY, "state");
        try (FakeEngine engine = host.connect("0123456789abcdef");
                Instance instance = instance(engine)) {
            instance.snapshot(Optional.of(KEY));
            instance.snapshot(Optional.of(Digest.of("other")));
        }
    }

    private static Instance instance(FakeEngine engine) throws InterruptedException {
        return engine.create(
                new InstanceSpec(engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), true));
    }

    private Pruner.Outcome prune() throws InterruptedException {
        return new Pruner(builds, cache, Clock.systemUTC()).prune(host.connect("cache"), PruneCriteria.ALL);
    }

    @Test
    void removesAllCheckpointsAndVerdicts() throws InterruptedException {
        assertThat(prune().removed()).hasSize(2);

        assertThat(host.resources()).isEmpty();
        assertThat(cache.find(CacheStorage.Kind.VERDICT, KEY)).isEmpty();
        assertThat(folder.resolve("builds")).isEmptyDirectory();
    }

    @Test
    void removesTheOthersWhereAStrangersEngineFailsAtOne() {
        host.at("remove", 1, () -> {
            throw new PluginException(Problem.of("CH-PLUGIN-012", "no moon"));
        });

        assertThatThrownBy(this::prune).isInstanceOf(EngineException.class).hasMessageContaining("no moon");
        assertThat(host.resources()).hasSize(1);
    }

    @Test
    void removesTheOthersWhereOneIsRefused() {
        host.refuse("remove", 1);

        assertThatThrownBy(this::prune).isInstanceOf(EngineException.class);
        assertThat(host.resources()).hasSize(1);
    }

    @Test
    void leavesWhatABuildNeedsThatRunsAndRemovesTheRest() throws InterruptedException {
        host.cache("pip");
        try (LiveBuilds.LiveBuild build = builds.start()) {
            build.needs(List.of(KEY, Digest.of("not there")));

            Pruner.Outcome outcome = prune();

            assertThat(outcome.removed()).extracting(Resource::key).containsExactly(Optional.of(Digest.of("other")));
            assertThat(outcome.needed())
                    .extracting(Resource::kind)
                    .containsExactlyInAnyOrder(Resource.Kind.CHECKPOINT, Resource.Kind.CACHE);
            assertThat(cache.find(CacheStorage.Kind.VERDICT, KEY)).isPresent();
        }
        assertThat(prune().removed()).hasSize(2);
        assertThat(folder.resolve("builds")).isEmptyDirectory();
    }

    @Test
    void forgetsWhatABuildNeededThatWasKilled() throws Exception {
        Files.createDirectories(folder.resolve("builds"));
        Files.writeString(folder.resolve("builds/needs-0123456789abcdef"), KEY.hex() + "\n");

        assertThat(prune().removed()).hasSize(2);
        assertThat(folder.resolve("builds")).isEmptyDirectory();
    }

    @Test
    void looksAndRemovesNothing() throws InterruptedException {
        Pruner.Outcome outcome =
                new Pruner(builds, cache, Clock.systemUTC()).look(host.connect("cache"), PruneCriteria.ALL);

        assertThat(outcome.removed()).hasSize(2);
        assertThat(host.resources()).hasSize(2);
        assertThat(host.calls("remove")).isEmpty();
    }

    @Test
    void withoutCriteriaRemovesWhatHasBeenReplacedAlone() throws InterruptedException {
        try (FakeEngine engine = host.connect("0123456789abcdef");
                Instance instance = instance(engine)) {
            instance.snapshot(Optional.of(KEY));
        }

        Pruner.Outcome outcome =
                new Pruner(builds, cache, Clock.systemUTC()).prune(host.connect("cache"), PruneCriteria.UNFINDABLE);

        assertThat(outcome.removed()).extracting(Resource::key).containsExactly(Optional.of(KEY));
        assertThat(host.resources()).hasSize(2);
        assertThat(cache.find(CacheStorage.Kind.VERDICT, KEY)).isPresent();
    }

    @Test
    void hasABuildLookForStatesWhenTheRemovalIsOver() throws Exception {
        List<CompletableFuture<Void>> looking = new CopyOnWriteArrayList<>();
        try (LiveBuilds.LiveBuild build = builds.start()) {
            host.at("remove", 1, () -> {
                looking.add(CompletableFuture.runAsync(() -> needs(build)));
                assertThatThrownBy(() -> looking.get(0).get(300, TimeUnit.MILLISECONDS))
                        .isInstanceOf(TimeoutException.class);
            });

            assertThat(prune().removed()).hasSize(2);
            looking.get(0).get(20, TimeUnit.SECONDS);
        }
    }

    private static void needs(LiveBuilds.LiveBuild build) {
        try {
            build.needs(List.of(KEY));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The build is forgotten, and its instance gone, between the list and the look at whose it is. */
    @Test
    void aBuildThatHasJustEndedIsNoStranger() throws InterruptedException {
        FakeEngine engine = host.connect("fedcba9876543210");
        Instance instance = instance(engine);
        host.at("resources", 2, instance::close);

        assertThat(prune().removed()).hasSize(2);
    }

    @Test
    void removesNothingWhileThereIsAnInstanceOfAnUnknownBuild() throws InterruptedException {
        try (FakeEngine engine = host.connect("fedcba9876543210");
                Instance instance = instance(engine)) {
            assertThatThrownBy(this::prune).isInstanceOf(CacheException.class).hasMessageContaining(instance.name());
        }
        assertThat(host.resources()).hasSize(2);
    }

    @Test
    void letsNoBuildOfItsProcessBeginWhileToolboxesAreRemoved() throws InterruptedException {
        host.at(
                "resources",
                1,
                () -> assertThatThrownBy(() -> new LiveBuilds(folder.resolve("builds")).start())
                        .isInstanceOf(CacheException.class));

        new Pruner(builds, cache, Clock.systemUTC()).remove(host.connect("toolbox"), List.of());
        builds.start().close();
    }

    @Test
    void letsABuildOfAnotherProcessWaitForItsEnd() throws Exception {
        Process pruning = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BuildProcess.class.getName(),
                        folder.resolve("builds").toString(),
                        "prune")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(pruning.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("pruning");
        CompletableFuture<Void> build = CompletableFuture.runAsync(() -> {
            try {
                builds.start().close();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThatThrownBy(() -> build.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        end(pruning);
        build.get(20, TimeUnit.SECONDS);
        assertThat(folder.resolve("builds")).isEmptyDirectory();
    }

    private static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
