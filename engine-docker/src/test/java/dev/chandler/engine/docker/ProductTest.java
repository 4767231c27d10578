package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.engine.docker.DockerDriver.ExecPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductTest {

    private static final ExecPlan PLAN = new ExecPlan(List.of("env", "x y"), List.of("A=1"), "0", "/w", false);

    @Test
    void dockerTakesANameAloneForAVariableToTakeAway() {
        assertThat(Product.DOCKER.without("/bin/sh", List.of("HOSTNAME"), PLAN))
                .isEqualTo(new ExecPlan(List.of("env", "x y"), List.of("HOSTNAME", "A=1"), "0", "/w", false));
    }

    @Test
    void onPodmanAShellTakesItAwayAndIsReplaced() {
        ExecPlan plan = Product.PODMAN.without("/bin/sh", List.of("A", "HOSTNAME", "not a name"), PLAN);

        assertThat(plan.env()).containsExactly("A=1");
        assertThat(plan.argv())
                .containsExactly(
                        "/bin/sh",
                        "-c",
                        "cd \"$1\" || exit 126; shift; unset HOSTNAME OLDPWD PWD SHLVL; exec \"$@\"",
                        "sh",
                        "/w",
                        "env",
                        "x y");
    }
}
