package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What LXD makes of a manifest is what Docker makes of it, from the same root file system: every file with its kind, mode,
 * owner, links, content and capabilities, and the config, null and empty kept apart.
 *
 * <p>Both images are looked at by Docker, which loads the archive that LXD's gives. The cases are those that Chandler is
 * held against {@code docker build} by ({@link ParityCase}).
 */
class EngineParityIT {

    private static final String ROOTFS = Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS");

    /** Those of which README.md says that they differ. */
    private static final Set<String> DIFFERENT = Set.of(
            "copy-owner",
            "device-nodes",
            "large-ids",
            "left-running",
            "managed-files",
            "user-by-name",
            "user-with-another-group");

    /**
     * Those that are about the client, or about the same of an engine as another is, or that take long; {@link ExamplesOnBothIT} has
     * Debian's base.
     */
    private static final Set<String> ALIKE = Set.of(
            "capabilities",
            "cmd-empty",
            "cmd-exec",
            "cmd-shell",
            "copy-file",
            "entrypoint-and-cmd",
            "entrypoint-empty",
            "entrypoint-exec",
            "entrypoint-shell",
            "exit-status",
            "healthcheck-exec",
            "healthcheck-none",
            "ignore-all-but",
            "ignore-file",
            "ignore-file-for-a-subfolder",
            "labels",
            "many-files",
            "much-output",
            "ports",
            "quotes",
            "read-only-files",
            "segmentation-fault",
            "several-lines",
            "shell",
            "spaces",
            "status-of-a-pipe",
            "sticky",
            "stop-signal",
            "surroundings",
            "terminated",
            "user-by-number",
            "useradd",
            "workdir");

    @RegisterExtension
    final Stranger stranger = Stranger.withLxd();

    private static Stream<ParityCase> all() {
        return ParityCase.all().filter(each -> !DIFFERENT.contains(each.name()) && !ALIKE.contains(each.name()));
    }

    static List<ParityCase> cases() {
        return all().filter(each -> !each.fails()).toList();
    }

    static List<ParityCase> failures() {
        return all().filter(ParityCase::fails).toList();
    }

    @Test
    void whatIsLeftOutIsThere() {
        assertThat(ParityCase.all().map(ParityCase::name))
                .containsAll(DIFFERENT)
                .containsAll(ALIKE);
    }

    /** With what a user sees of it but where it was, and the times. */
    @ParameterizedTest
    @MethodSource("failures")
    void theStepFailsAlike(ParityCase parity) {
        prepare(parity);

        assertThat(failure("lxd")).isEqualTo(failure("docker"));
    }

    private String failure(String engine) {
        Ended ended = stranger.runs("build", "--engine", engine, "--progress", "plain");
        return ended.exits(1)
                .err()
                .lines()
                .filter(line -> !line.startsWith("building ") && !line.startsWith("log: "))
                .map(line -> line.replaceAll("[0-9.]+ m?s\\b", "N"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void allThatAStepCanDoIsTheSame() throws IOException {
        Files.writeString(stranger.project().resolve("setup.sh"), "#!/bin/sh\necho \"script $1 $E2E\" > /script\n");
        Files.writeString(stranger.project().resolve("data"), "fetched\n");
        stranger.with("E2E_TOKEN", "a-token-of-" + stranger.nonce());
        stranger.manifest("""
                base: {rootfs: ROOTFS}
                env: {E2E: NONCE}
                secrets: {token: {env: E2E_TOKEN}}
                instance:
                  hosts: {registry.example: 10.9.8.7}
                  capabilities: {drop: [NET_RAW]}
                  ulimits: {nofile: 777}
                mounts:
                  - {kind: tmpfs, to: /scratch}
                install:
                  - run: {script: setup.sh, args: [a b]}
                  - {run: 'grep -o registry.example /etc/hosts; ulimit -n', register: seen}
                  - {run: 'printf %s "$SEEN" > /seen', env: {SEEN: {from: seen}}}
                  - {run: 'wc -c < "$CHANDLER_SECRETS/token" > /length', secrets: [token]}
                  - {run: 'cat > /input', stdin: 'text for it'}
                  - {run: 'exit 3', allow-exit-codes: [3]}
                  - {fetch: {from: data, sha256: DIGEST, to: /fetched}}
                  - {run: 'echo x > /scratch/x'}
                  - {get: {from: /seen, to: got}}
                  - parallel:
                      - echo 1 > /one
                      - echo 3 > /three
                  - {run: 'id -un > who; pwd >> who', user: nobody, workdir: /tmp}
                script:
                  - grep 777 /seen
                  - [test -e /three, echo not kept > /kept]
                  - test ! -e /kept
                artifact: {cmd: [cat, /seen], env: {A: b c}, labels: {l: "1"}, volumes: [/data], user: "12:34"}
                """.replace("ROOTFS", ROOTFS)
                .replace("DIGEST", Digest.of("fetched\n").hex()));

        assertTheSame();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theImageIsTheSame(ParityCase parity) {
        prepare(parity);

        assertTheSame();
    }

    private void prepare(ParityCase parity) {
        stranger.manifest(parity.manifest().replace("base: busybox\n", "base: {rootfs: " + ROOTFS + "}\n"));
        parity.setup()
                .ifPresent(script -> stranger.startsCommand(
                                stranger.project(), List.of("sh", "-ec", "umask 022\n" + script))
                        .ended()
                        .exits(0));
    }

    private void assertTheSame() {
        String lxd = stranger.image() + "-lxd";
        stranger.runs("build", "--engine", "docker", "--tag", stranger.image()).exits(0);
        // Beside the project, so that it isn't in what is copied.
        stranger.runs("build", "--engine", "lxd", "--tag", lxd, "--output", "docker-archive:../lxd.tar")
                .exits(0);
        Docker.docker("load", "-i", stranger.root().resolve("lxd.tar").toString());

        WholeImage docker = WholeImage.of(stranger.image(), stranger.root());
        assertThat(docker.differences(WholeImage.of(lxd, stranger.root()))).isEmpty();
    }
}
