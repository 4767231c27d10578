package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterpreterTest {

    @Test
    void theFirstLineNamesIt() {
        assertThat(Interpreter.of("#!/bin/bash\necho").words("/x")).containsExactly("/bin/bash", "/x");
    }

    @Test
    void allBehindItIsOneWord() {
        assertThat(Interpreter.of("#! /usr/bin/env  -S python3 -u \n").words("/x"))
                .containsExactly("/usr/bin/env", "-S python3 -u", "/x");
    }

    @Test
    void aScriptThatNamesNoneEndsAtTheFirstFailure() {
        assertThat(Interpreter.of("echo\n").words("/x")).containsExactly("/bin/sh", "-e", "/x");
        assertThat(Interpreter.of("").words("/x")).containsExactly("/bin/sh", "-e", "/x");
        assertThat(Interpreter.of("#!\n").words("/x")).containsExactly("/bin/sh", "-e", "/x");
    }

    @Test
    void aProgramRunsItself() {
        assertThat(Interpreter.of("\u007FELF\u0002\u0001").words("/x")).containsExactly("/x");
    }
}
