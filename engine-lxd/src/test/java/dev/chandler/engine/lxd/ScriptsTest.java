package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptsTest {

    @Test
    void theFirstProcessIsThreeWordsOnOneLine() {
        String line = Scripts.firstProcess("/bin/sh");

        assertThat(line).startsWith("lxc.init.cmd = /bin/sh -c ").doesNotContain("\n");
        assertThat(line.substring("lxc.init.cmd = ".length()).split(" ", -1)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"init.sh", "lease.sh", "run.sh"})
    void commentsAreNotPartOfAScript(String name) {
        assertThat(Scripts.read(name).lines()).isNotEmpty().noneMatch(line -> line.startsWith("#"));
    }
}
