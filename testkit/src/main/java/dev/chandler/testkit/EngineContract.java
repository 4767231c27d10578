package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.problem.EngineException;
import java.util.Set;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/**
 * What every engine has to do: a class that extends this, and passes, is the proof. Of what is not among the engine's capabilities it
 * wants to see that it is refused.
 *
 * <p>Needs a real place to run, and a base with the usual small tools in it. After each test nothing may be left.
 *
 * <pre>{@code
 * class DockerEngineIT extends EngineContract {
 *     protected EngineFactory factory() { return new DockerEngineFactory(); }
 *     protected BaseReference base() { return new BaseReference.Image("busybox"); }
 *     protected void removePublished(String reference) { … }
 * }
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class EngineContract extends CancelContract {

    /** For subclasses. */
    protected EngineContract() {}

    @Test
    void resolvesABaseToTheSameDigestEachTime() throws Exception {
        Base base = present();

        assertThat(engine().resolve(base()).digest()).isEqualTo(base.digest());
        assertThat(base.platform().os()).isEqualTo(engine().platform().os());
    }

    @Test
    void aBaseThatIsNowhereIsAProblemWithItsName() {
        BaseReference missing = new BaseReference.Image("chandler-contract/there-is-none:1");
        GapProven.unless(engine(), Set.of(missing.needs()), () -> engine().resolve(missing));

        assertThatThrownBy(() -> engine().resolve(missing)).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.problems().get(0).what()).contains("chandler-contract/there-is-none:1");
            assertThat(e.problems().get(0).why()).isPresent();
            assertThat(e.problems().get(0).remedy()).isPresent();
        });
    }
}
