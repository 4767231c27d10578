package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemRendererTest {

    @Test
    void showsWhatAndWhereFirstThenWhyAndWhatToDo() {
        List<Problem> problems = List.of(
                Problem.of("CH-MANIFEST-003", "unknown provisioner \"exce\" in step \"install\"")
                        .at(new Location("chandler.yml", 14, 7))
                        .because("available: copy, exec")
                        .remedy("did you mean \"exec\"?"),
                Problem.of("CH-ENGINE-002", "cannot reach Docker at unix:///var/run/docker.sock: permission denied")
                        .because("line one\nline two"),
                Problem.of("CH-STEP-001", "step \"install\" failed"));

        assertThat(ProblemRenderer.renderWarnings(problems))
                .startsWith("chandler.yml:14:7: warning: unknown")
                .contains("\nwarning: step")
                .doesNotContain("error");
        Golden.assertMatches("problems.txt", ProblemRenderer.render(problems));
    }
}
