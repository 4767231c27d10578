package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Instances that are not as the engine makes them by itself, and what is mounted in them. */
class InstanceIT {

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    @RegisterExtension
    final Stranger stranger = new Stranger();

    /** Caches outlive builds. */
    @AfterEach
    void removeCaches() {
        Docker.lines("volume", "ls", "-q", "--filter", "label=dev.chandler.cache").stream()
                .filter(volume -> volume.contains(stranger.nonce()))
                .forEach(volume -> Docker.docker("volume", "rm", volume));
    }

    @Test
    void stepsAndTestsRunInTheInstanceThatIsAskedFor() {
        stranger.manifest("busybox", """
                instance:
                  network: none
                  hosts: {registry.e2e: 10.9.8.7}
                  memory: 64m
                  capabilities: {drop: [ALL], add: [CHOWN]}
                  no-new-privileges: true
                  ulimits: {nofile: 123}
                install:
                  - &check |
                    ! ls /sys/class/net | grep eth
                    grep 10.9.8.7 /etc/hosts
                    cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null | grep -x 67108864
                    grep -q 'CapEff:.*0001$' /proc/self/status
                    grep -q 'NoNewPrivs:.*1$' /proc/self/status
                    test "$(ulimit -n)" = 123
                  - copy: {from: chandler.yml, to: /copied}
                script:
                  - *check
                """);

        Built built = stranger.builds();

        assertThat(built.ran()).containsExactly("install[0]", "install[1]", "script[0]");
        assertThat(stranger.runs("plan").exits(0).out())
                .contains("instance network none, hosts registry.e2e=10.9.8.7, memory 64m");
    }

    @Test
    void theHostsFilesAreTheBasesAgainInTheImage() {
        stranger.manifest("busybox", """
                instance: {network: host, hosts: {registry.e2e: 10.9.8.7}, dns: [10.0.0.1]}
                install: [grep registry.e2e /etc/hosts]
                """);

        stranger.builds();

        assertThat(ImageTree.texts(stranger.image(), "etc/")).isEqualTo(ImageTree.texts("busybox", "etc/"));
    }

    @Test
    void ofMountsOnlyEmptyDirectoriesStay() {
        stranger.file("src/file", "of the client\n");
        stranger.manifest("busybox", """
                mounts:
                  - {kind: bind, from: src, to: /src, read-only: true}
                  - {kind: cache, name: NONCE, to: /root/.cache}
                  - {kind: tmpfs, to: /scratch, size: 1m}
                  - {kind: tmpfs, to: /dev/scratch}
                install:
                  - cp /src/file /out; touch /root/.cache/a /scratch/a /dev/scratch/a
                  - test -e /root/.cache/a && test -e /scratch/a
                """.replace("NONCE", stranger.nonce()));

        stranger.builds();

        assertThat(ImageTree.of(stranger.image()).keySet())
                .filteredOn(path -> !ImageTree.of("busybox").containsKey(path))
                .containsExactlyInAnyOrder("out", "src/", "root/.cache/", "scratch/");
        assertThat(Docker.inImage(stranger.image(), "cat", "/out")).isEqualTo("of the client");
    }

    @Test
    void aBindThatIsReadOnlyIsInTheKeyWithItsContentAndMemoryIsNot() {
        stranger.file("src/file", "one");
        manifestWithBind("memory: 64m");
        stranger.builds();

        manifestWithBind("memory: 128m, cpus: 1");
        assertThat(stranger.builds().hit()).containsExactly("install[0]");

        stranger.file("src/file", "two");
        assertThat(stranger.builds().ran()).containsExactly("install[0]");
        assertThat(Docker.inImage(stranger.image(), "cat", "/out")).isEqualTo("two");

        manifestWithBind("network: none");
        assertThat(stranger.builds().ran()).containsExactly("install[0]");
    }

    private void manifestWithBind(String instance) {
        stranger.manifest("busybox", """
                instance: {INSTANCE}
                mounts: [{kind: bind, from: src, to: /src, read-only: true}]
                install: [cp /src/file /out]
                """.replace("INSTANCE", instance));
    }

    @Test
    void whatAStepWritesToABindIsThereAndTheStepRunsEachTime() {
        stranger.file("out/.keep", "");
        stranger.manifest("busybox", """
                mounts: [{kind: bind, from: out, to: /out}]
                install: [echo more >>/out/log]
                """);

        stranger.builds();
        assertThat(stranger.builds().ran()).containsExactly("install[0]");

        assertThat(stranger.read("out/log")).isEqualTo("more\nmore\n");
    }

    @Test
    void aCacheIsThereForTheNextBuildAndIsListed() {
        withCache("shared", "test ! -e /cache/a && echo kept >/cache/a");
        stranger.builds();
        withCache("shared", "cat /cache/a");

        assertThat(stranger.builds().output("install[0]")).isEqualTo("kept\n");

        stranger.runs("reap").exits(0);
        assertThat(stranger.runs("cache", "ls").exits(0).out().lines().filter(line -> line.startsWith("cache ")))
                .anyMatch(line -> line.endsWith(stranger.nonce()));
    }

    private void withCache(String sharing, String command) {
        stranger.manifest("busybox", """
                mounts: [{kind: cache, name: NONCE, to: /cache, sharing: SHARING}]
                install:
                  - |
                    COMMAND
                """.replace("NONCE", stranger.nonce())
                .replace("SHARING", sharing)
                .replace("COMMAND", command));
    }

    @Test
    void buildsThatLockACacheDoNotOverlap() {
        withCache("locked", "echo begun; mkdir /cache/alone; sleep 2; rmdir /cache/alone");
        ChandlerProcess first = stranger.starts("build", "--no-cache", "--progress", "json");
        first.awaitOutput("begun");

        Ended second =
                stranger.runs("build", "--no-cache", "--progress", "json").exits(0);

        first.ended().exits(0);
        assertThat(second.out()).contains("waiting for the cache", stranger.nonce());
    }

    @Test
    void killingWhoHasACacheFreesItWhenItsInstanceIsGone() {
        withCache("locked", "echo begun; trap '' TERM; touch /cache/alone; sleep 600");
        ChandlerProcess first = stranger.starts("build", "--progress", "json");
        first.awaitOutput("begun");
        withCache("locked", "touch /cache/mine");
        ChandlerProcess second = stranger.starts("build", "--progress", "json");
        second.awaitEvent(event -> event.toString().contains("waiting for the cache"));

        first.signal("KILL").ended();

        Built built = Built.of(second.ended().exits(0));
        List<String> running = Docker.lines("ps", "-q", "--filter", "volume=chandler-mount-" + stranger.nonce());
        assertThat(built.ran()).containsExactly("install[0]");
        assertThat(running).isEmpty();
        stranger.runs("reap").exits(0);
    }

    @Test
    void certificatesReachStepsAndAreNowhereElse() {
        String bundle = stranger.file("ca.pem", CERTIFICATE).toString();
        stranger.manifest("busybox", """
                install:
                  - run: cat "$SSL_CERT_FILE"; stat -c '%a %U' "$PIP_CERT"; echo "$GIT_SSL_CAINFO"
                    user: nobody
                    env: {GIT_SSL_CAINFO: /own}
                script: [test -r "$CURL_CA_BUNDLE"]
                """);

        Built built = stranger.builds("--ca-bundle", bundle);

        assertThat(built.output("install[0]")).isEqualTo(CERTIFICATE + "644 root\n/own\n");
        assertThat(Docker.docker("image", "inspect", stranger.image())
                        + Docker.docker("history", "--no-trunc", stranger.image()))
                .doesNotContain("SSL_CERT_FILE", "chandler-ca", "CA_BUNDLE");
        assertThat(ImageTree.of(stranger.image())).isEqualTo(ImageTree.of("busybox"));
        stranger.with("CHANDLER_CA_BUNDLE", bundle);
        assertThat(stranger.builds().hit()).containsExactly("install[0]", "script[0]");
    }

    @Test
    void aBundleThatIsNotThereIsSaidBeforeAnythingStarts() {
        stranger.manifest("busybox", "install: [echo one]\n");

        Ended ended = stranger.runs("build", "--ca-bundle", "none.pem").exits(2);

        assertThat(ended.err()).contains("none.pem", "--ca-bundle", "CH-PLAN-013");
        assertThat(stranger.containers()).isEmpty();
    }

    @Test
    void whereACopyWouldGoIntoAMountItIsRefused() {
        stranger.file("src/deep/file", "x");
        stranger.manifest("busybox", """
                mounts: [{kind: tmpfs, to: /opt/deep}]
                install:
                  - echo one
                  - copy: {from: src, to: /opt}
                """);

        Ended ended = stranger.runs("build").exits(2);

        assertThat(ended.err()).contains("chandler.yml:7:", "CH-PLAN-011", "/opt/deep");
        assertThat(stranger.containers()).isEmpty();
    }

    @Test
    void aDaemonOfAnotherMachineCannotBind() {
        stranger.with("DOCKER_HOST", Testbed.variable("CHANDLER_TESTBED_DOCKER_TLS"))
                .with("DOCKER_TLS_VERIFY", "1")
                .with("DOCKER_CERT_PATH", Testbed.variable("CHANDLER_TESTBED_DOCKER_CERTS"));
        stranger.manifest("busybox", """
                mounts:
                  - {kind: bind, from: ., to: /src}
                install: [ls /src]
                """);

        assertThat(stranger.runs("plan").exits(2).err())
                .contains("chandler.yml:5:5: the engine \"docker\" cannot do bind mounts", "CH-PLAN-010", "copy:");
    }
}
