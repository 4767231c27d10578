package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.StepSpec.Parallel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointKeyTest {

    @TempDir
    Path folder;

    @Test
    void aStepSaysWhetherItsStateIsKept() throws Exception {
        Manifest manifest = new ManifestFolder(folder)
                .manifest(
                        "base: b\ninstall:\n  - {run: a, checkpoint: never}\n  - b\n  - parallel: [{run: c, checkpoint: always}]\n")
                .load();

        assertThat(((ActionSpec) manifest.install().get(0)).checkpoint()).contains(CheckpointWish.NEVER);
        assertThat(((ActionSpec) manifest.install().get(1)).checkpoint()).isEmpty();
        assertThat(((Parallel) manifest.install().get(2))
                        .branches()
                        .get(0)
                        .get(0)
                        .checkpoint())
                .contains(CheckpointWish.ALWAYS);
    }

    @Test
    void aTestHasNoStateToKeep() throws Exception {
        ManifestFolder wrong = new ManifestFolder(folder)
                .manifest("base: b\nscript:\n  - {run: a, checkpoint: never}\n  - [b, {run: c, checkpoint: always}]\n");

        assertThatThrownBy(wrong::load)
                .isInstanceOfSatisfying(
                        ManifestException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::code)
                                .containsExactly("CH-MANIFEST-081", "CH-MANIFEST-081"));
    }
}
