package dev.chandler.engine.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aMachineThatHasProgramsBesideThoseInUsrIsRefused() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));

        assertThatThrownBy(() -> Machine.checkPrograms(bin))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("CH-LOCAL-006");
    }

    @Test
    void aMachineThatHasAllOfThemThereWillDo() throws Exception {
        Path bin = Files.createSymbolicLink(folder.resolve("bin"), Path.of("usr/bin"));

        assertThatCode(() -> Machine.checkPrograms(bin)).doesNotThrowAnyException();
    }
}
