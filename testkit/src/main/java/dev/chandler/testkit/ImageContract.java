package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Healthcheck;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.ProgressSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an engine has to do with images: published, found, given out, pushed. */
abstract class ImageContract extends ClaimContract {

    /** A name at a registry that nobody runs. */
    private static final String NOWHERE = "127.0.0.1:1/chandler-contract/app:1.0";

    private final List<String> references = new ArrayList<>();

    /**
     * Removes an image that a test has published.
     *
     * @param reference its name, or its digest where it has lost its name to another
     * @throws Exception if it cannot be removed
     */
    protected abstract void removePublished(String reference) throws Exception;

    /**
     * A registry that this engine may push to, for one that has {@link Capability#PUSH}.
     *
     * @return {@code HOST:PORT}; empty for an engine that cannot push
     */
    protected Optional<String> registry() {
        return Optional.empty();
    }

    /**
     * The manifest that a registry has by a name.
     *
     * @param reference the name
     * @return its digest; empty if there is none. Asked for by plain HTTP from the machine that the test runs on
     * @throws Exception if the registry cannot be asked
     */
    protected Optional<String> digestAtRegistry(String reference) throws Exception {
        return OutputContract.digestAtRegistry(reference);
    }

    /** A name for an image that nobody else has; it is removed after the test. */
    final String freshReference() {
        String reference = "chandler-contract/" + UUID.randomUUID() + ":latest";
        references.add(reference);
        return reference;
    }

    @Override
    void removeNamed() throws Exception {
        for (String reference : references) {
            removePublished(reference);
        }
    }

    @Test
    void aCheckpointThatWasReplacedCanStillBeStartedAndPublishedFromByWhoHoldsIt() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        Snapshot held = instance.snapshot(Optional.of(key));
        try (Engine other = connected();
                Instance same = other.create(new InstanceSpec(present(), Optional.empty(), true))) {
            sh(same, "echo 2 >/n");
            same.snapshot(Optional.of(key));
        }

        assertThat(sh(start(new InstanceSpec(present(), Optional.of(held), true)), "cat /n"))
                .isEqualTo("1");
        Base published = published(present(), held, present().config());
        assertThat(sh(start(new InstanceSpec(published, Optional.empty(), true)), "cat /n"))
                .isEqualTo("1");
        assertThat(engine().resources())
                .filteredOn(listed -> listed.key().filter(key::equals).isPresent())
                .as("what can be pruned")
                .hasSize(2)
                .extracting(Resource::kind)
                .containsOnly(Resource.Kind.CHECKPOINT);
    }

    @Test
    void publishesTheBasesConfigAsItIsAndNothingOfOurs() throws Exception {
        Base base = present();
        Instance instance = start();
        sh(instance, "echo made >/made");
        Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
        Base published = published(base, snapshot, base.config());

        assertThat(published.config()).isEqualTo(base.config());
        Instance run = start(new InstanceSpec(published, Optional.empty(), true));
        assertThat(sh(run, "cat /made")).isEqualTo("made");
    }

    @Test
    void nullAndEmptyStayApartInWhatIsPublished() throws Exception {
        Base base = present();
        ImageConfig empty =
                base.config().toBuilder().entrypoint(List.of()).cmd(List.of()).build();
        ImageConfig none = base.config().toBuilder().entrypoint(null).cmd(null).build();

        assertThat(published(base, null, empty).config()).isEqualTo(empty);
        assertThat(published(base, null, none).config()).isEqualTo(none);
    }

    @Test
    void publishesAWholeConfig() throws Exception {
        Base base = present();
        ImageConfig config = ImageConfig.builder()
                .entrypoint(List.of("/bin/sh", "-c"))
                .cmd(List.of("echo \"hi\" <&> é"))
                .env(Map.of("A", "b=c\nd"))
                .user("12:34")
                .workdir("/etc")
                .labels(Map.of("l", "ä <1>"))
                .exposedPorts(Set.of("80/tcp", "53/udp"))
                .volumes(Set.of("/v"))
                .onBuild(List.of("RUN x"))
                .healthcheck(new Healthcheck(
                        List.of("CMD", "true"),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.empty(),
                        Optional.of(Duration.ofMillis(1500)),
                        Optional.empty(),
                        Optional.of(2)))
                .stopSignal("SIGINT")
                .shell(List.of("/bin/ash", "-ec"))
                .build();

        assertThat(published(base, null, config).config()).isEqualTo(config);
    }

    private Base published(Base base, @Nullable Snapshot snapshot, ImageConfig config) throws InterruptedException {
        String reference = freshReference();
        BaseReference image = new BaseReference.Image(reference);
        GapProven.unless(engine(), Set.of(image.needs()), () -> engine().resolve(image));
        engine().publish(new ArtifactSpec(base, Optional.ofNullable(snapshot), config, List.of(reference)));
        return engine().resolve(image);
    }

    @Test
    void equalRequestsGiveEqualImagesAndTheSecondMakesNothing() throws Exception {
        Base base = present();
        Instance instance = start();
        sh(instance, "echo made >/made");
        Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
        String one = freshReference();
        String two = freshReference();
        ArtifactSpec spec = new ArtifactSpec(base, Optional.of(snapshot), base.config(), List.of(one, two));
        Artifact first = engine().publish(spec);

        assertThat(first.created()).isTrue();
        assertThat(first.references()).containsExactly(one, two);
        try (Engine other = connected()) {
            Artifact second = other.publish(new ArtifactSpec(
                    other.resolve(base()),
                    other.findCheckpoint(List.of(snapshot.key().orElseThrow())),
                    base.config(),
                    List.of(one, two)));
            assertThat(second).isEqualTo(new Artifact(first.id(), List.of(one, two), false));
        }
    }

    @Test
    void aNameMovesToTheNewImage() throws Exception {
        Base base = present();
        String reference = freshReference();
        ImageConfig other = base.config().toBuilder().cmd(List.of("other")).build();
        Artifact first = engine().publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of(reference)));
        Artifact second = engine().publish(new ArtifactSpec(base, Optional.empty(), other, List.of(reference)));

        references.add(first.id().toString());

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.created()).isTrue();
        assertThat(engine().resolve(new BaseReference.Image(reference)).config())
                .isEqualTo(other);
    }

    @Test
    void findsAnImageByItsNameAndByItsId() throws Exception {
        Base base = present();
        String reference = freshReference();
        Artifact made = engine().publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of(reference)));

        assertThat(engine().image(reference)).contains(new Artifact(made.id(), List.of(reference), false));
        assertThat(engine().image(made.id().toString())).contains(new Artifact(made.id(), List.of(), false));
    }

    @Test
    void findsNoImageThatIsNotThere() throws Exception {
        assertThat(engine().image(freshReference())).isEmpty();
    }

    private OutputContract published(Capability needed) throws Exception {
        GapProven.unless(engine(), Set.of(needed), () -> attempt(needed));
        Base base = present();
        Instance instance = start();
        sh(instance, "printf brought >/out; chmod 0640 /out; chown 12:34 /out");
        return new OutputContract(
                engine(),
                engine().publish(new ArtifactSpec(
                        base,
                        Optional.of(instance.snapshot(Optional.of(freshKey()))),
                        base.config(),
                        List.of(freshReference()))),
                this::digestAtRegistry);
    }

    private void attempt(Capability needed) throws Exception {
        Artifact none = new Artifact(Digest.of("none"), List.of(), false);
        if (needed == Capability.PUSH) {
            engine().push(none, NOWHERE, ProgressSink.NONE);
        } else {
            engine().export(none, OutputContract.receiver());
        }
    }

    private String atRegistry() {
        return registry().orElseThrow() + "/chandler-contract/" + UUID.randomUUID() + ":1.0";
    }

    @Test
    void anExportIsTheWholeImageWithOwnersAndModes() throws Exception {
        published(Capability.EXPORT).anExportIsTheWholeImage("out", 0640, 12, "brought");
    }

    @Test
    void anExportHasNothingOfOurs() throws Exception {
        published(Capability.EXPORT).anExportHasNothingOfOurs();
    }

    @Test
    void exportsAreEqualToTheByte() throws Exception {
        published(Capability.EXPORT).exportsAreEqualToTheByte();
    }

    @Test
    void aReceiverThatFailsEndsAnExportInItsOwnWords() throws Exception {
        published(Capability.EXPORT).aReceiverThatFailsEndsItInItsOwnWords();
    }

    @Test
    void anInterruptEndsAnExport() throws Exception {
        published(Capability.EXPORT).anInterruptEndsAnExport();
    }

    @Test
    void anImageThatWasFoundIsExportedAsWhatWasPublished() throws Exception {
        published(Capability.EXPORT).anImageThatIsFoundIsExportedAsItIs();
    }

    @Test
    void whatWasPushedIsAtTheRegistryAndItsNameNotHere() throws Exception {
        published(Capability.PUSH).whatWasPushedIsAtTheRegistryAndNotHere(atRegistry());
    }

    @Test
    void aPushToNowhereSaysWhyAndLeavesNoName() throws Exception {
        published(Capability.PUSH).aPushThatIsRefusedSaysWhyAndLeavesNoName(NOWHERE);
    }

    @Test
    void aPushThatIsInterruptedLeavesNoName() throws Exception {
        OutputContract contract = published(Capability.PUSH);
        String reference = atRegistry();
        Thread.currentThread().interrupt();
        contract.aPushThatIsInterruptedLeavesNoName(reference);
    }
}
