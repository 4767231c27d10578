package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.TestBuild;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.core.manifest.Sharing;
import dev.chandler.testkit.EventRecorder;
import dev.chandler.testkit.FakeHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What builds do beside each other with caches, and what of the client their instances get. */
@Timeout(60)
class InstancesTest {

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();

    private static InstanceSection cache(Sharing sharing) {
        Mount mount = new Mount.Cache("pip", "/cache");
        return new InstanceSection(
                InstanceSettings.builder().mount(mount).build(),
                List.of(new MountSpec(mount, sharing, new Location("chandler.yml", 1, 1))),
                Map.of());
    }

    private TestBuild build(Sharing sharing, String text) {
        return new TestBuild(host, folder).install(text).instance(cache(sharing));
    }

    private static CompletableFuture<Void> running(TestBuild build, EventRecorder events) {
        return CompletableFuture.runAsync(() -> {
            try {
                build.run(events);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aLockedCacheLetsOneBuildWaitForTheOtherAndSayForWhich() throws Exception {
        CompletableFuture<Void> first = running(build(Sharing.LOCKED, "block one"), new EventRecorder());
        host.latch("one").awaitReached();
        EventRecorder events = new EventRecorder();
        CompletableFuture<Void> second = running(build(Sharing.LOCKED, "echo two"), events);
        while (!events.events().toString().contains("waiting for the cache \"pip\"")) {
            Thread.onSpinWait();
        }
        assertThat(host.instancesStarted()).isEqualTo(1);

        host.latch("one").release();

        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aPrivateCacheIsAnotherWhereSomebodyUsesItAndStaysForLater() throws Exception {
        CompletableFuture<Void> first =
                running(build(Sharing.PRIVATE, "write /cache/a 1; block one"), new EventRecorder());
        host.latch("one").awaitReached();

        build(Sharing.PRIVATE, "write /cache/b 2").run();
        host.latch("one").release();
        first.get(20, TimeUnit.SECONDS);

        assertThat(host.cache("pip").text("/a")).hasValue("1");
        assertThat(host.cache("pip.2").text("/b")).hasValue("2");
    }

    @Test
    void aSharedCacheIsUsedAtOnce() throws Exception {
        CompletableFuture<Void> first = running(build(Sharing.SHARED, "block one"), new EventRecorder());
        host.latch("one").awaitReached();

        build(Sharing.SHARED, "write /cache/b 2").run();

        host.latch("one").release();
        first.get(20, TimeUnit.SECONDS);
        assertThat(host.cache("pip").text("/b")).hasValue("2");
    }

    @Test
    void aBuildThatFindsEverythingWaitsForNobody() throws Exception {
        build(Sharing.LOCKED, "true").run();
        CompletableFuture<Void> first = running(build(Sharing.LOCKED, "block one"), new EventRecorder());
        host.latch("one").awaitReached();

        build(Sharing.LOCKED, "true").run();

        host.latch("one").release();
        first.get(20, TimeUnit.SECONDS);
    }

    @Test
    void pruningRemovesCaches() throws Exception {
        build(Sharing.SHARED, "write /cache/a 1").run();

        new Reaper(new LiveBuilds(folder.resolve("builds"))).reap(host.connect("reap"), true);
        assertThat(host.cache("pip").text("/a")).as("after reap").hasValue("1");
        new Pruner(
                        new LiveBuilds(folder.resolve("builds")),
                        new dev.chandler.core.cache.FileCacheStorage(folder.resolve("cache")),
                        java.time.Clock.systemUTC())
                .prune(host.connect("prune"), dev.chandler.core.states.PruneCriteria.ALL);

        assertThat(host.resources()).isEmpty();
    }

    @Test
    void certificatesAreNamedInTheEnvironmentAndInNoKeyAndNoImage() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), CERTIFICATE);
        EventRecorder events = new EventRecorder();
        TestBuild build = new TestBuild(host, folder)
                .install("env SSL_CERT_FILE; env CURL_CA_BUNDLE")
                .env(Map.of("CURL_CA_BUNDLE", "/own.pem"))
                .caBundle(CaBundle.read(file, "test"));

        build.run(events);

        assertThat(events.events().toString()).contains("/dev/chandler-ca/bundle.pem", "/own.pem");
        assertThat(new TestBuild(host, folder)
                        .install("env SSL_CERT_FILE; env CURL_CA_BUNDLE")
                        .env(Map.of("CURL_CA_BUNDLE", "/own.pem"))
                        .plan()
                        .hits())
                .isEqualTo(1);
        assertThat(host.calls("run").get(0)).contains("/dev/chandler-ca/bundle.pem");
    }

    @Test
    void whatIsNoBundleIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "hello");

        assertThatThrownBy(() -> CaBundle.read(file, "--ca-bundle"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-PLAN-013");
        assertThatThrownBy(() -> CaBundle.read(folder.resolve("none"), "--ca-bundle"))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("CH-PLAN-013");
    }
}
