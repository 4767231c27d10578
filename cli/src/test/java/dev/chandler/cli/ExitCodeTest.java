package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

    private static final Problem PROBLEM = Problem.of("CH-TEST", "test");

    @Test
    void tellsEveryKindOfErrorApart() {
        assertThat(ExitCode.of(new ProvisionException(PROBLEM)).code()).isEqualTo(1);
        assertThat(ExitCode.of(new ManifestException(PROBLEM)).code()).isEqualTo(2);
        assertThat(ExitCode.of(new EngineException(PROBLEM)).code()).isEqualTo(3);
        assertThat(ExitCode.of(new PluginException(PROBLEM)).code()).isEqualTo(3);
        assertThat(ExitCode.of(new CacheException(PROBLEM)).code()).isEqualTo(3);
        assertThat(ExitCode.of(new IllegalStateException()).code()).isEqualTo(4);
        assertThat(ExitCode.of(new InterruptedException()).code()).isEqualTo(130);
    }
}
