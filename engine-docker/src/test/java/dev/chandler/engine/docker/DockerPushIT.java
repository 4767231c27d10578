package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pushes to a registry that takes everything, and what is left here. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DockerPushIT extends DockerTests {

    private final List<String> told = new ArrayList<>();
    private final String name = Registries.plain() + "/" + reference.replace(":latest", ":1.0");

    private Artifact published(String... references) throws InterruptedException {
        Base base = image("busybox");
        try (Instance instance = start(base)) {
            sh(instance, "head -c 3000000 /dev/urandom >/made");
            return engine.publish(new ArtifactSpec(
                    base, Optional.of(instance.snapshot(Optional.of(freshKey()))), base.config(), List.of(references)));
        }
    }

    private Descriptor push(Artifact artifact, String under) throws InterruptedException {
        told.clear();
        return engine.push(artifact, under, (what, done, total) -> {
            synchronized (told) {
                told.add(what);
            }
        });
    }

    private long pushed() {
        return told.stream().filter(what -> what.endsWith(" Pushed")).count();
    }

    private static String names(Digest image) throws Exception {
        return DockerCli.run("image", "inspect", "-f", "{{.RepoTags}} {{.RepoDigests}}", image.toString());
    }

    @Test
    void theDigestIsTheRegistrysAndASecondPushSendsNoLayer() throws Exception {
        Artifact artifact = published(reference);

        Descriptor first = push(artifact, name);
        long sent = pushed();
        Descriptor second = push(artifact, name);

        Registries.Served served = Registries.served(name);
        assertThat(first.digest()).hasToString(served.digest());
        assertThat(first.digest()).isEqualTo(Digest.of(served.body()));
        assertThat(first.sizeBytes()).isEqualTo(served.body().length());
        assertThat(first.mediaType()).isEqualTo(served.type());
        assertThat(served.body()).contains(artifact.id().toString());
        assertThat(sent).isPositive();
        assertThat(second).isEqualTo(first);
        assertThat(pushed()).isZero();
        assertThat(told).anyMatch(what -> what.startsWith("pushing " + name) && what.endsWith("Layer already exists"));
    }

    @Test
    void aNameOfItsOwnStaysAndALentOneGoes() throws Exception {
        String own = name.replace(":1.0", ":own");
        Artifact artifact = published(reference, own);
        try {
            push(artifact, own);
            push(artifact, Registries.plain() + "/chandler-it/lent-" + buildId + ":2");

            assertThat(names(artifact.id())).contains(reference, own).doesNotContain("lent-");
        } finally {
            DockerCli.run("image", "rm", own);
        }
    }

    @Test
    void anImageWithoutANameIsThereWithoutOneAfterwards() throws Exception {
        Artifact artifact = published();
        try {
            push(artifact, name);

            assertThat(names(artifact.id())).isEqualTo("[] []");
            assertThat(DockerCli.run("image", "ls", "-a", "-q", "--filter", "label=dev.chandler.build=" + buildId))
                    .isEmpty();
            assertThat(DockerCli.run("image", "ls", "-q", "chandler-push")).isEmpty();
        } finally {
            DockerCli.run("image", "rm", artifact.id().toString());
        }
    }

    @Test
    void whateverHadTheNameHasItAgain() throws Exception {
        String busybox = DockerCli.run("image", "inspect", "-f", "{{.Id}}", "busybox");
        DockerCli.run("tag", "busybox", name);
        Artifact artifact = published(reference);
        try {
            push(artifact, name);

            assertThat(DockerCli.run("image", "inspect", "-f", "{{.Id}}", name)).isEqualTo(busybox);
            assertThat(names(artifact.id())).startsWith("[" + reference + "]");
        } finally {
            DockerCli.run("image", "rm", name);
        }
    }

    @Test
    void aNameThatSomebodyHasMovedIsNotPushed() throws Exception {
        Artifact artifact = published(reference, name);
        DockerCli.run("tag", "busybox", name);
        try {
            assertThatThrownBy(() -> push(artifact, name))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("CH-OUTPUT-014")
                    .hasMessageContaining("another image");
        } finally {
            DockerCli.run("image", "rm", name);
        }
    }

    @Test
    void anInterruptEndsAPushAndTheNextGoesOnFromThere() throws Exception {
        Artifact artifact = published(reference);
        try (TcpRelay slow = TcpRelay.limited("127.0.0.1", Registries.port(Registries.plain()), 1_000_000)) {
            String through = name.replace(Registries.plain(), slow.address());
            Thread[] pusher = new Thread[1];
            CompletableFuture<Descriptor> push = CompletableFuture.supplyAsync(() -> {
                pusher[0] = Thread.currentThread();
                try {
                    return push(artifact, through);
                } catch (InterruptedException e) {
                    throw new CancellationException("interrupted");
                }
            });
            slow.awaitFull();
            pusher[0].interrupt();

            assertThatThrownBy(push::join).hasRootCauseInstanceOf(CancellationException.class);
            assertThat(names(artifact.id())).startsWith("[" + reference + "]").doesNotContain(slow.address());
        }

        assertThat(push(artifact, name).digest())
                .hasToString(Registries.served(name).digest());
    }

    @Test
    void aRegistryThatGoesAwayInTheMiddleIsSaidAndTheNameGoes() throws Exception {
        Artifact artifact = published(reference);
        TcpRelay relay = TcpRelay.limited("127.0.0.1", Registries.port(Registries.plain()), 1_000_000);
        String through = name.replace(Registries.plain(), relay.address());
        CompletableFuture<Descriptor> push = CompletableFuture.supplyAsync(() -> {
            try {
                return engine.push(artifact, through, ProgressSink.NONE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        relay.awaitFull();
        relay.close();

        // The daemon has tried again for a minute by then.
        assertThatThrownBy(push::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-OUTPUT-013");
        assertThat(names(artifact.id())).startsWith("[" + reference + "]").doesNotContain(relay.address());
    }
}
