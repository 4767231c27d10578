package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What an engine has to do with states of instances. */
abstract class SnapshotContract extends FileContract {

    @Test
    void anInstanceStartsFromASnapshotAndTheFirstGoesOn() throws Exception {
        Instance instance = start();
        sh(instance, "echo one >/state; rm /etc/group; mkdir -m 1770 /kept");
        Snapshot snapshot = instance.snapshot(Optional.empty());
        assertThat(snapshot.depth()).isIn(0, present().depth() + 1);
        sh(instance, "echo two >/state");
        Instance fork = start(new InstanceSpec(present(), Optional.of(snapshot), true));

        assertThat(sh(fork, "cat /state; stat -c %a /kept; ls /etc/group 2>/dev/null || echo gone"))
                .isEqualTo("one\n1770\ngone");
        assertThat(sh(instance, "cat /state")).isEqualTo("two");
    }

    @Test
    void anInstanceThatRetiresIsGoneWhenItIsClosedAndItsStateStays() throws Exception {
        Instance instance = start();
        sh(instance, "echo kept >/state");
        Snapshot snapshot = instance.snapshot(Optional.empty());
        instance.retire();
        instance.retire();
        instance.close();

        assertThat(engine().resources()).extracting(Resource::name).doesNotContain(instance.name());
        assertThat(sh(start(new InstanceSpec(present(), Optional.of(snapshot), true)), "cat /state"))
                .isEqualTo("kept");
    }

    @Test
    void changesHoldWhatWasMadeOrChanged() throws Exception {
        Instance instance = start();
        sh(
                instance,
                "echo made >/made; mkdir -p /dir/deep; echo below >/dir/deep/file; ln -s /its/target /dir/link;"
                        + " echo more >>/etc/group; rm /etc/hostname 2>/dev/null; echo aside >/dev/aside");

        Map<String, TarFiles.Entry> changes = TarFiles.read(instance.changes());

        assertThat(changed(changes, "made").text()).isEqualTo("made\n");
        assertThat(changed(changes, "dir/deep/file").text()).isEqualTo("below\n");
        assertThat(changed(changes, "dir/link").link()).isEqualTo("/its/target");
        assertThat(changed(changes, "etc/group").text()).endsWith("more\n");
        assertThat(changes).doesNotContainKey("dev/aside");
    }

    private static TarFiles.Entry changed(Map<String, TarFiles.Entry> changes, String path) {
        assertThat(changes).containsKey(path);
        return Objects.requireNonNull(changes.get(path));
    }

    @Test
    void changesHoldManyFilesAndLargeOnes() throws Exception {
        Instance instance = start();
        sh(
                instance,
                "i=0; while [ $i -lt 150 ]; do echo $i >/many-$i; i=$((i+1)); done;"
                        + " head -c 300000 /dev/zero >/large; echo end >>/large");

        Map<String, TarFiles.Entry> changes = TarFiles.read(instance.changes());

        for (int i = 0; i < 150; i++) {
            assertThat(changed(changes, "many-" + i).text()).isEqualTo(i + "\n");
        }
        assertThat(changed(changes, "large").text()).hasSize(300_004).endsWith("end\n");
    }

    @Test
    void changesGoOnAfterASnapshot() throws Exception {
        Instance instance = start();
        sh(instance, "echo one >/one");
        instance.snapshot(Optional.empty());
        sh(instance, "echo two >/two");

        assertThat(TarFiles.read(instance.changes())).containsKey("two");
    }

    @Test
    void forksDoNotSeeEachOther() throws Exception {
        Instance instance = start();
        sh(instance, "echo base >/state");
        Snapshot snapshot = instance.snapshot(Optional.empty());
        Instance a = start(new InstanceSpec(present(), Optional.of(snapshot), true));
        Instance b = start(new InstanceSpec(present(), Optional.of(snapshot), true));
        sh(a, "echo a >/state");

        assertThat(sh(b, "cat /state")).isEqualTo("base");
    }

    @Test
    void findsTheFirstCheckpointThatIsThere() throws Exception {
        Digest missing = freshKey();
        Digest first = freshKey();
        Digest second = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        instance.snapshot(Optional.of(first));
        sh(instance, "echo 2 >/n");
        Snapshot taken = instance.snapshot(Optional.of(second));

        assertThat(engine().findCheckpoint(List.of(missing, second, first))).contains(taken);
        assertThat(engine().findCheckpoint(List.of(first, second)).orElseThrow().key())
                .contains(first);
        assertThat(engine().findCheckpoint(List.of(missing))).isEmpty();
        assertThat(engine().findCheckpoint(List.of())).isEmpty();
        try (Engine other = connected()) {
            assertThat(other.findCheckpoint(List.of(second))).contains(taken);
        }
    }

    @Test
    void findsOneCheckpointAmongManyKeys() throws Exception {
        Digest there = freshKey();
        Snapshot taken = start().snapshot(Optional.of(there));
        List<Digest> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(Digest.of("contract " + i));
        }
        many.add(there);

        assertThat(engine().findCheckpoint(many)).contains(taken);
    }

    @Test
    void aCheckpointTakenTwiceIsTheLast() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        instance.snapshot(Optional.of(key));
        sh(instance, "echo 2 >/n");
        Snapshot second = instance.snapshot(Optional.of(key));

        assertThat(engine().findCheckpoint(List.of(key))).contains(second);
        assertThat(sh(start(new InstanceSpec(present(), Optional.of(second), true)), "cat /n"))
                .isEqualTo("2");
    }

    @Test
    void aCheckpointIsListedWithItsKeyAndAnInstanceWithItsBuild() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "head -c 1000000 /dev/zero >/million");
        instance.snapshot(Optional.of(key));

        List<Resource> resources = engine().resources();
        assertThat(resources)
                .anySatisfy(resource -> {
                    assertThat(resource.kind()).isEqualTo(Resource.Kind.CHECKPOINT);
                    assertThat(resource.key()).contains(key);
                    assertThat(resource.buildId()).isEmpty();
                    assertThat(resource.sizeBytes())
                            .satisfiesAnyOf(
                                    size -> assertThat(size).isEqualTo(-1),
                                    size -> assertThat(size).isBetween(1_000_000L, 1_900_000L));
                })
                .anySatisfy(resource -> {
                    assertThat(resource.kind()).isEqualTo(Resource.Kind.INSTANCE);
                    assertThat(resource.name()).isEqualTo(instance.name());
                    assertThat(resource.buildId()).contains(buildId());
                });
    }

    @Test
    void aBaseCanBeKeptAsAStateWithoutAnythingRunning() throws Exception {
        Digest key = freshKey();

        Snapshot kept = engine().keep(present(), key);

        assertThat(kept.key()).contains(key);
        assertThat(engine().findCheckpoint(List.of(key))).contains(kept);
        assertThat(engine().resources())
                .as("what is left beside the state")
                .filteredOn(resource -> resource.kind() == Resource.Kind.INSTANCE)
                .noneMatch(
                        resource -> resource.buildId().filter(buildId()::equals).isPresent());
        assertThat(sh(start(new InstanceSpec(present(), Optional.of(kept), true)), "echo one"))
                .isEqualTo("one");
    }

    @Test
    void whatIsInAStateIsGivenOutAndNothingIsLeftOfThat() throws Exception {
        Base base = present();
        Instance instance = start();
        sh(instance, "echo state >/given");
        Snapshot state = instance.snapshot(Optional.of(freshKey()));
        AtomicLong bytes = new AtomicLong();
        ImageReceiver receiver = new ImageReceiver() {
            @Override
            public void config(byte[] json) {}

            @Override
            public void layer(InputStream tar) throws IOException {
                bytes.addAndGet(tar.transferTo(OutputStream.nullOutputStream()));
            }
        };
        GapProven.unless(engine(), Set.of(Capability.EXPORT), () -> engine().export(base, state, receiver));

        engine().export(base, state, receiver);

        assertThat(bytes.get()).isPositive();
        assertThat(ofTheBuild())
                .filteredOn(resource -> resource.kind() == Resource.Kind.IMAGE)
                .isEmpty();
    }

    @Test
    void whatIsMeasuredIsTheSameAndOfNoSizeBelowNone() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "head -c 1000000 /dev/zero >/million");
        instance.snapshot(Optional.of(key));
        Resource resource = ofKey(key).get(0);

        Resource measured = engine().measured(resource);

        assertThat(measured.withSize(resource.sizeBytes())).isEqualTo(resource);
        assertThat(measured.sizeBytes()).isGreaterThanOrEqualTo(Math.max(-1, resource.sizeBytes()));
        engine().remove(resource);
        assertThat(engine().measured(resource).id()).as("one that is gone").isEqualTo(resource.id());
    }

    @Test
    void whatAStateLiesOnIsListedAndCannotGoBeforeIt() throws Exception {
        Digest below = freshKey();
        Digest above = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        Snapshot first = instance.snapshot(Optional.of(below));
        Instance later = start(new InstanceSpec(present(), Optional.of(first), true));
        sh(later, "echo 2 >/n");
        Snapshot second = later.snapshot(Optional.of(above));
        instance.close();
        later.close();
        Resource parent = ofKey(below).get(0);
        Resource child = ofKey(above).get(0);

        boolean removed = engine().remove(parent);

        assertThat(child.parent()).isEqualTo(removed ? Optional.empty() : Optional.of(parent.id()));
        assertThat(sh(start(new InstanceSpec(present(), Optional.of(second), true)), "cat /n"))
                .as("what is in the one above it")
                .isEqualTo("2");
    }

    @Test
    void removesAnInstanceThatItsClientHasLeft() throws Exception {
        Instance instance = start();
        Resource resource = engine().resources().stream()
                .filter(listed -> listed.name().equals(instance.name()))
                .findFirst()
                .orElseThrow();

        assertThat(engine().remove(resource)).isTrue();
        assertThat(engine().remove(resource)).as("once more").isTrue();
        assertThat(engine().resources()).noneMatch(listed -> listed.id().equals(resource.id()));
    }

    @Test
    void doesNotRemoveACheckpointInUse() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        Snapshot snapshot = instance.snapshot(Optional.of(key));
        Instance user = start(new InstanceSpec(present(), Optional.of(snapshot), true));
        Resource resource = engine().resources().stream()
                .filter(listed -> listed.key().filter(key::equals).isPresent())
                .findFirst()
                .orElseThrow();

        assertThat(engine().remove(resource)).as("whether it is removed").isFalse();
        assertThat(engine().findCheckpoint(List.of(key))).contains(snapshot);
        assertThat(sh(user, "cat /n")).as("the user goes on").isEqualTo("1");
    }
}
