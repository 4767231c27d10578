package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts of the client that run in the instance and leave nothing of themselves. */
class ScriptIT {

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @Test
    void aScriptIsRunByWhatItNamesAndIsNotInTheImage() {
        stranger.file(
                "tools/set up.awk", "#!/usr/bin/awk -f\nBEGIN { print \"awk \" ARGV[1] \"|\" ARGV[2] > \"/out\" }\n");
        stranger.manifest("busybox", "install:\n  - run: {script: tools/set up.awk, args: [a b, \"$HOME\"]}\n");

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/out")).isEqualTo("awk a b|$HOME");
        assertThat(ImageTree.of(stranger.image()).keySet())
                .filteredOn(path -> !ImageTree.of("busybox").containsKey(path))
                .containsExactly("out");
    }

    @Test
    void aScriptRunsAsTheStepsUserInItsSurroundings() {
        stranger.file("who.sh", "id -u; pwd; echo \"$GREETING\"; test -x \"$0\" && echo executable\n");
        stranger.manifest("busybox", """
                install:
                  - run: {script: who.sh}
                    user: "1234"
                    workdir: /tmp
                    env: {GREETING: hello}
                """);

        assertThat(stranger.builds().output("install[0]")).isEqualTo("1234\n/tmp\nhello\nexecutable\n");
    }

    @Test
    void aScriptWithoutAnInterpreterEndsAtTheFirstFailure() {
        stranger.file("fails.sh", "echo first\nfalse\necho second\n");
        stranger.manifest("busybox", "install:\n  - run: {script: fails.sh}\n");

        assertThat(stranger.runs("build").exits(1).err())
                .contains("command: fails.sh", "first")
                .doesNotContain("second");
    }

    @Test
    void aProgramIsAScriptToo() {
        Shell.run(List.of(
                        "sh",
                        "-ec",
                        "id=$(docker create busybox); docker cp $id:/bin/busybox " + stranger.project() + "/busybox; "
                                + "docker rm $id"))
                .exits(0);
        stranger.manifest("busybox", "install:\n  - run: {script: busybox, args: [echo, hello]}\n");

        assertThat(stranger.builds().output("install[0]")).isEqualTo("hello\n");
    }

    @Test
    void branchesMayRunOneScriptAtOnce() {
        stranger.file("s.sh", "sleep 0.2; cat \"$0\" >/dev/null && echo \"$1\" >/\"$1\"\n");
        stranger.manifest("busybox", """
                install:
                  - parallel:
                      - run: {script: s.sh, args: [one]}
                      - run: {script: s.sh, args: [two]}
                """);

        stranger.builds();

        assertThat(Docker.inImage(stranger.image(), "cat", "/one", "/two")).isEqualTo("one\ntwo");
    }

    @Test
    void onlyItsContentNameAndArgumentsCount() {
        stranger.file("a/s.sh", "echo hello >/out\n");
        stranger.manifest("busybox", "install:\n  - run: {script: a/s.sh}\n");
        stranger.builds();
        stranger.file("b/s.sh", "echo hello >/out\n");
        stranger.manifest("busybox", "install:\n  - run: {script: b/s.sh}\n");
        assertThat(stranger.builds().hit()).containsExactly("install[0]");

        stranger.file("b/s.sh", "echo good bye >/out\n");
        assertThat(stranger.builds().hit()).isEmpty();
        assertThat(Docker.inImage(stranger.image(), "cat", "/out")).isEqualTo("good bye");
    }

    @Test
    void aScriptAndACommandReadWhatTheyAreGiven() {
        stranger.file("count.sh", "#!/bin/sh\nwc -c\n");
        stranger.file("in.txt", "x".repeat(3_000_000));
        stranger.manifest("busybox", """
                install:
                  - run: {script: count.sh}
                    stdin: {file: in.txt}
                  - run: cat >/out
                    stdin: |
                      one
                        two $HOME
                """);

        Built built = stranger.builds();

        assertThat(built.output("install[0]")).isEqualTo("3000000\n");
        assertThat(Docker.inImage(stranger.image(), "cat", "/out")).isEqualTo("one\n  two $HOME");
        assertThat(stranger.builds().ran()).isEmpty();
    }

    @Test
    void anExitCodeThatIsAllowedKeepsTheStateAndIsNotFoundWithoutThat() {
        stranger.manifest("busybox", """
                install:
                  - run: echo hello >/out; exit 3
                    allow-exit-codes: [0, 3]
                """);
        stranger.builds();
        assertThat(Docker.inImage(stranger.image(), "cat", "/out")).isEqualTo("hello");
        assertThat(stranger.builds().hit()).containsExactly("install[0]");

        stranger.manifest("busybox", "install:\n  - run: echo hello >/out; exit 3\n");
        assertThat(stranger.runs("build").exits(1).err()).contains("exit status 3");
    }
}
