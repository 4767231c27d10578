package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {

    @Test
    void takesTheDaemonsWordsOutOfItsJson() {
        assertThat(Answer.words(500, "{\"message\":\"no space left on device\\n\"}"))
                .isEqualTo("no space left on device");
    }

    @Test
    void takesWhatIsNoJsonAsItIs() {
        assertThat(Answer.words(502, "bad gateway\n")).isEqualTo("bad gateway");
        assertThat(Answer.words(502, "")).isEqualTo("status 502");
    }

    @Test
    void aFullDiskHasARemedyOfItsOwn() {
        assertThat(DockerProblems.refused("cannot load", "write /x: no space left on device")
                        .problems()
                        .get(0)
                        .remedy()
                        .orElseThrow())
                .contains("prune");
    }
}
