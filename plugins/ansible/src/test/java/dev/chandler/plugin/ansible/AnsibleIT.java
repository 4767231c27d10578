package dev.chandler.plugin.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Playbooks of the real Ansible, built on the real Docker by Chandler as its users run it. */
class AnsibleIT {

    private static final long STEP_MILLIS = 50;

    @TempDir
    private Path root;

    private Chandler chandler;
    private String nonce;

    @BeforeEach
    void theRealOnesAreThere() throws IOException {
        assertThat(System.getenv())
                .as("testbed/up docker ansible")
                .containsKeys("CHANDLER_ANSIBLE_PLAYBOOK", "DOCKER_HOST");
        nonce = UUID.randomUUID().toString();
        Path temporary = Files.createDirectories(root.resolve("tmp"));
        Map<String, String> environment = new HashMap<>(Map.of(
                "TMPDIR", temporary.toString(), "HOME", root.resolve("home").toString(), "TOKEN", "s3cr3t-" + nonce));
        chandler = new Chandler(Files.createDirectories(root.resolve("project")), environment);
    }

    @Test
    void aTemplateThatChangesRunsThePlaybookAgainAndNothingElseDoes() throws Exception {
        manifest("python:3.11", "playbook: ansible/site.yml", "script: [grep -q 'hello " + nonce + "' /etc/motd]\n");
        playbook("- ansible.builtin.template: {src: motd.j2, dest: /etc/motd}");
        chandler.file("ansible/templates/motd.j2", "hello " + nonce + "\n");

        chandler.build().exits(0).says("1 tasks ok, 1 of them changed something");
        chandler.build().exits(0).says("install[0]  cached", "no instance was started");
        chandler.file("ansible/templates/motd.j2", "hello " + nonce + " again\n");
        chandler.build().exits(0).says("install[0]  done", "1 of them changed something");
        assertThat(temporaryFiles()).isEmpty();
        assertThat(chandler.folder().resolve("../home/.ansible")).doesNotExist();
    }

    @Test
    void aTaskThatFailsIsToldWithItsNameFileAndLine() throws Exception {
        manifest("python:3.11", "playbook: ansible/site.yml", "");
        playbook("- {name: Is fine, ansible.builtin.command: 'true'}\n    - name: Goes wrong\n"
                + "      ansible.builtin.command: sh -c 'echo because " + nonce + " >&2; exit 7'");

        chandler.build()
                .exits(1)
                .says("ansible/site.yml:6:1: step \"install[0]\" failed: task \"Goes wrong\"", "CH-ANSIBLE-007")
                .says("because " + nonce, "exit status of the task 7");
    }

    @Test
    void aPlaybookThatIsNoneIsToldAtThePlaceThatAnsibleNames() throws Exception {
        manifest("python:3.11", "playbook: ansible/site.yml", "");
        playbook("- no_such_module: {a: " + nonce + "}");

        chandler.build().exits(1).says("ansible/site.yml:5:7", "CH-ANSIBLE-009", "no_such_module");
    }

    @Test
    void aBaseWithoutPythonTakesRawAndIsToldOfWhatElseNeedsIt() throws Exception {
        manifest("busybox", "playbook: ansible/site.yml", "script: [grep -q " + nonce + " /raw]\n");
        chandler.file(
                "ansible/site.yml",
                "- hosts: all\n  gather_facts: false\n  tasks:\n    - raw: echo " + nonce + " >/raw\n");
        chandler.build().exits(0);

        chandler.file(
                "ansible/site.yml",
                "- hosts: all\n  gather_facts: false\n  tasks:\n    - name: Needs it\n      command: echo " + nonce
                        + "\n");
        chandler.build().exits(1).says("has no Python for task \"Needs it\"", "CH-ANSIBLE-008", "ansible/site.yml:4:1");
    }

    @Test
    void whatIsCopiedAndFetchedIsTheSameToTheByte() throws Exception {
        manifest("python:3.11", "playbook: ansible/site.yml\n      vars: {back: " + root.resolve("back") + "}", "");
        playbook("- ansible.builtin.copy: {src: bytes, dest: /bytes, mode: '0600'}\n"
                + "    - ansible.builtin.fetch: {src: /bytes, dest: '{{ back }}', flat: true}");
        byte[] bytes = new byte[3_000_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31 + i / 257);
        }
        Files.write(
                Files.createDirectories(chandler.folder().resolve("ansible/files"))
                        .resolve("bytes"),
                bytes);
        chandler.file("ansible/nonce", nonce);

        chandler.build().exits(0);

        assertThat(root.resolve("back")).hasBinaryContent(bytes);
    }

    @Test
    void secretsAreFilesForTasksAndAreShownNowhere() throws Exception {
        chandler.file(
                "chandler.yml",
                "name: ansible-it\nbase: python:3.11\nsecrets: {token: {env: TOKEN}}\ninstall:\n"
                        + "  - ansible: {playbook: ansible/site.yml}\n    secrets: [token]\n"
                        + "script: ['test \"$(cat /length)\" = " + ("s3cr3t-" + nonce).length() + "']\n"
                        + "artifact: {repo: test/ansible-it}\n");
        playbook("- ansible.builtin.shell: wc -c <$CHANDLER_SECRETS/token >/length\n"
                + "    - ansible.builtin.command: cat {{ chandler_secrets }}/token");

        Chandler.Ended ended = chandler.build("--verbose").exits(0);

        assertThat(ended.text()).doesNotContain("s3cr3t-" + nonce);
    }

    @Test
    void nothingOfAnsibleIsLeftInTheImage() throws Exception {
        manifest(
                "python:3.11",
                "playbook: ansible/site.yml\n      become-user: root",
                "script:\n  - test -z \"$(find / -xdev -name '*ansible*' -newer /etc/hostname | grep -v ^/proc)\"\n"
                        + "  - test ! -e /root/.ansible -a -z \"$(ls /tmp)\"\n  - test \"$(cat /tmp/../var/tmp/own)\" = "
                        + nonce + "\n");
        playbook("- ansible.builtin.copy: {content: " + nonce + ", dest: /var/tmp/own}");

        chandler.build().exits(0);
    }

    @Test
    void aBuildThatIsEndedEndsAnsibleAndWhatItRuns() throws Exception {
        manifest("python:3.11", "playbook: ansible/site.yml", "");
        playbook("- ansible.builtin.command: python3 -c 'import time; time.sleep(1000)' " + nonce);
        Path output = root.resolve("cancelled");
        Process build = chandler.start(output);
        waitUntil("the task runs", () -> processes("time.sleep", nonce) > 0);

        build.destroy();

        assertThat(build.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(Files.readString(output)).isEqualTo(130);
        waitUntil("nothing of it runs any more", () -> processes(nonce) + processes(root.toString()) == 0);
        assertThat(temporaryFiles()).isEmpty();
    }

    private void manifest(String base, String settings, String rest) throws IOException {
        chandler.file(
                "chandler.yml",
                "name: ansible-it\nbase: " + base + "\ninstall:\n  - ansible:\n      " + settings + "\n" + rest
                        + "artifact: {repo: test/ansible-it}\n");
    }

    private void playbook(String tasks) throws IOException {
        chandler.file(
                "ansible/site.yml",
                "- hosts: all\n  gather_facts: false\n  tasks:\n    # " + nonce + "\n    " + tasks + "\n");
    }

    private List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("tmp"))) {
            return files.toList();
        }
    }

    /** How many processes of the machine, those in containers among them, have all the words in their command line. */
    private static int processes(String... words) {
        return (int) ProcessHandle.allProcesses()
                .filter(each -> Stream.of(words).allMatch(commandLine(each)::contains))
                .count();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private static void waitUntil(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
        }
    }
}
