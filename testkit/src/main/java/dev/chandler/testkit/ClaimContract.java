package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an engine has to do where several builds want one state. */
abstract class ClaimContract extends SnapshotContract {

    /**
     * Of two that want a state one makes it, and the other learns how far that goes.
     */
    @Test
    void oneInstanceAtATimeClaimsAState() throws InterruptedException {
        requireClaims();
        List<Digest> keys = List.of(freshKey(), freshKey(), freshKey());
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true);
        Instance maker = engine().claim(spec, keys.subList(0, 2)).orElseThrow();
        closing(maker);

        try (Engine other = another(buildId() + "-other")) {
            assertThat(other.claim(spec, List.of(keys.get(0)))).isEmpty();
            assertThat(other.claimed(keys)).contains(new Claim(buildId(), keys.get(1)));
            assertThat(other.claimed(keys.subList(1, 3))).contains(new Claim(buildId(), keys.get(1)));
            assertThat(other.claimed(keys.subList(2, 3))).isEmpty();

            maker.close();
            assertThat(other.claimed(keys)).isEmpty();
            try (Instance next = other.claim(spec, keys).orElseThrow()) {
                assertThat(sh(next, "echo hello")).isEqualTo("hello");
                assertThat(engine().claimed(keys)).contains(new Claim(buildId() + "-other", keys.get(2)));
            }
        }
    }

    /**
     * What starts from a state claims nothing because the one that made it did.
     */
    @Test
    void aClaimIsNotPassedOnByAState() throws InterruptedException {
        requireClaims();
        Digest key = freshKey();
        Instance maker = engine().claim(new InstanceSpec(present(), Optional.empty(), true), List.of(key))
                .orElseThrow();
        closing(maker);
        Snapshot state = maker.snapshot(Optional.of(key));
        maker.close();

        start(new InstanceSpec(present(), Optional.of(state), true));

        assertThat(engine().claimed(List.of(key))).isEmpty();
    }

    /**
     * One that is left for somebody to look into must not make others wait.
     */
    @Test
    void whatIsToldToStayClaimsNothingAnyMore() throws InterruptedException {
        requireClaims();
        Digest key = freshKey();
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true);
        Instance kept = engine().claim(spec, List.of(key)).orElseThrow();
        kept.keep();
        try {
            assertThat(engine().claimed(List.of(key))).isEmpty();
            closing(engine().claim(spec, List.of(key)).orElseThrow());
            kept.close();
            assertThat(engine().resources()).extracting(Resource::name).contains(kept.name());
        } finally {
            for (Resource resource : engine().resources()) {
                if (resource.name().equals(kept.name())) {
                    engine().remove(resource);
                }
            }
        }
    }

    private void requireClaims() {
        GapProven.unless(engine(), Set.of(Capability.CLAIMS), () -> engine().require(Set.of(Capability.CLAIMS)));
    }
}
