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

    @Test
    void whatIsQuotedNeitherColoursNorHidesAnything() {
        Problem quoting = Problem.of("CH-MANIFEST-010", "unknown key \"\u001b[31ma\r\u001b]0;title\u0007b\"")
                .because("\u001b[2Jit is")
                .remedy("rm\u009b1A it");

        assertThat(ProblemRenderer.render(List.of(quoting)))
                .startsWith("error: unknown key \"a b\"")
                .endsWith("\n  it is\n  rm it\n");
    }
}
