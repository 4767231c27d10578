package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A secret reaches the step that lists it, and nothing and nobody else, however the build ends. */
class SecretsIT {

    private static final Duration LEASE = Duration.ofSeconds(6);

    @RegisterExtension
    final Stranger stranger = new Stranger();

    /** With signs that encodings change. */
    private String value() {
        return "S3c/r+e&t=\"" + stranger.nonce() + "\"" + stranger.nonce();
    }

    private SecretHunt hunt() throws IOException {
        key("pypi", value().getBytes(StandardCharsets.UTF_8));
        return new SecretHunt(value(), stranger.nonce());
    }

    /** What its steps wrote, by its events: an engine sends output in pieces of any size. */
    private static String textOf(Ended build) {
        return build.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(event -> event.get("event").getAsString().equals("step-output"))
                .map(event -> event.get("text").getAsString())
                .collect(Collectors.joining());
    }

    /** A file outside of the project. */
    private void key(String name, byte[] bytes) throws IOException {
        Path keys = Files.createDirectories(stranger.root().resolve("keys"));
        Files.write(keys.resolve(name), bytes);
    }

    private void manifest(String last, String beside) {
        String step = SecretHunt.showing("$CHANDLER_SECRETS/pypi") + "echo shown; sleep 0.3\n" + last;
        stranger.manifest(
                "busybox",
                "secrets: {pypi: {file: ../keys/pypi}}\ninstall:\n  - echo first >/first\n  - run: |\n" + step.indent(6)
                        + "    secrets: [pypi]\n" + beside);
    }

    @Test
    void aBuildThatSucceeds() throws Exception {
        try (SecretHunt hunt = hunt()) {
            manifest("echo done >/done", "    name: secret step\n");

            Ended build = stranger.runs("build", "--progress", "json").exits(0);

            hunt.in(build).in(stranger).findsNothing();
            assertThat(textOf(build)).contains("***\n***\n").doesNotContain("S3c/r+e&t");
            assertThat(Docker.inImage(stranger.image(), "cat", "/done")).isEqualTo("done");
            assertThat(ImageTree.of(stranger.image()).keySet()).noneMatch(path -> path.contains("chandler"));
        }
    }

    @Test
    void aBuildThatFails() throws Exception {
        try (SecretHunt hunt = hunt()) {
            manifest("cat $CHANDLER_SECRETS/pypi; exit 3", "");

            Ended build = stranger.runs("build").exits(1);

            hunt.in(build).in(stranger).findsNothing();
            assertThat(build.err()).contains("exit status 3", "***");
        }
    }

    @Test
    void aBuildThatTakesTooLong() throws Exception {
        try (SecretHunt hunt = hunt()) {
            manifest("sleep 600", "    timeout: 2s\n");

            hunt.in(stranger.runs("build").exits(1).says("it took longer than 2.0 s"))
                    .in(stranger)
                    .findsNothing();
        }
    }

    @Test
    void aBuildThatIsCancelled() throws Exception {
        try (SecretHunt hunt = hunt()) {
            manifest("sleep 600", "");
            ChandlerProcess build = stranger.starts("build", "--progress", "json");
            build.awaitOutput("shown");

            hunt.in(build.signal("INT").ended()).in(stranger).findsNothing();
        }
    }

    @Test
    void aBuildThatIsKilled() throws Exception {
        try (SecretHunt hunt = hunt()) {
            manifest("sleep 600", "");
            ChandlerProcess build = stranger.starts("build", "--progress", "json");
            build.awaitOutput("shown");
            Ended killed = build.signal("KILL").ended();
            long deadline = System.nanoTime() + LEASE.toNanos();
            while (!stranger.containers().isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            stranger.runs("reap").exits(0);

            hunt.in(killed).in(stranger).findsNothing();
        }
    }

    @Test
    void theInstanceOfAFailedStepHasItNoMore() throws Exception {
        key("pypi", value().getBytes(StandardCharsets.UTF_8));
        manifest("exit 3", "");

        stranger.runs("build", "--on-error", "keep").exits(1);

        List<String> kept = stranger.containers();
        try {
            assertThat(kept).hasSize(1);
            assertThat(Docker.docker("exec", kept.get(0), "sh", "-c", "ls -a /dev | grep chandler || echo none"))
                    .isEqualTo("none");
        } finally {
            kept.forEach(each -> Docker.docker("rm", "-f", each));
            stranger.runs("reap").exits(0);
        }
    }

    @Test
    void aStepThatKeepsItIsRefused() throws Exception {
        for (String form : List.of("cat", "base64")) {
            try (SecretHunt hunt = hunt()) {
                manifest("mkdir -p /root/deep; " + form + " $CHANDLER_SECRETS/pypi >/root/deep/pip.conf", "");

                Ended build = stranger.runs("build")
                        .exits(1)
                        .says("step \"install[1]\" has left the secret \"pypi\" in \"/root/deep/pip.conf\"");

                hunt.in(build).in(stranger).findsNothing();
                assertThat(Docker.hasImage(stranger.image())).isFalse();
                assertThat(stranger.checkpoints()).hasSize(1);
            }
        }
    }

    @Test
    void amongManyNewFilesItIsFoundToo() throws Exception {
        key("pypi", value().getBytes(StandardCharsets.UTF_8));
        manifest("for i in $(seq 200); do echo $i >/many-$i; done\n" + "cat $CHANDLER_SECRETS/pypi >>/etc/group", "");

        stranger.runs("build").exits(1).says("has left the secret \"pypi\" in \"/etc/group\"");
    }

    @Test
    void onlyTheStepsUserMayReadItAndOnlyThatStep() throws Exception {
        byte[] binary = new byte[512 * 1024];
        new Random(7).nextBytes(binary);
        key("big", binary);
        key("small", "a value of text\n\n".getBytes(StandardCharsets.UTF_8));
        stranger.manifest("busybox", """
                secrets: {big: {file: ../keys/big}, small: {file: ../keys/small}}
                install:
                  - run: |
                      cd $CHANDLER_SECRETS
                      stat -c '%a %u' . big small
                      sha256sum big
                      wc -c <small
                      test "$(id -u)" = 65534
                      ls /dev | grep -c chandler-secrets
                    user: nobody
                    secrets: [big, small]
                  - |
                    echo "<$CHANDLER_SECRETS>"; ls /dev | grep chandler || echo none
                  - parallel:
                      - run: ls $CHANDLER_SECRETS
                        secrets: [small]
                        name: branch
                      - echo "<$CHANDLER_SECRETS>"
                script:
                  - run: ls $CHANDLER_SECRETS
                    secrets: [big]
                    name: test
                """);

        String out = stranger.runs("build", "--progress", "plain").exits(0).err();

        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(binary));
        assertThat(out.lines()
                        .map(line -> line.replaceFirst("^\\S+ +\\|? ?", "").strip()))
                .as(out)
                .anyMatch(line -> line.endsWith("700 65534"))
                .anyMatch(line -> line.endsWith("400 65534"))
                .anyMatch(line -> line.endsWith(sum + "  big"))
                .anyMatch(line -> line.endsWith("17"))
                .anyMatch(line -> line.endsWith("<>"))
                .anyMatch(line -> line.endsWith("none"))
                .anyMatch(line -> line.endsWith("small"))
                .anyMatch(line -> line.endsWith("big"));
    }

    @Test
    void aCommandRunsOnceAndOnlyWhenItIsNeeded() throws Exception {
        stranger.manifest("busybox", """
                secrets: {a: {command: "echo x >>runs; echo value-of-a-command"}}
                install:
                  - {run: test "$(cat $CHANDLER_SECRETS/a)" = value-of-a-command, secrets: [a]}
                  - {run: wc -c <$CHANDLER_SECRETS/a, secrets: [a]}
                """);

        stranger.runs("validate").exits(0);
        stranger.runs("plan").exits(0);
        assertThat(stranger.project().resolve("runs")).doesNotExist();
        stranger.builds();
        assertThat(stranger.read("runs")).isEqualTo("x\n");
        assertThat(stranger.builds().ran()).isEmpty();
        assertThat(stranger.read("runs")).isEqualTo("x\n");
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingStarts() {
        stranger.manifest("busybox", """
                secrets: {a: {env: E2E_NOT_SET}, b: {file: none}}
                install:
                  - echo first
                  - {run: "true", secrets: [a, b]}
                """);

        stranger.runs("validate").exits(0);
        stranger.runs("build")
                .exits(3)
                .says(
                        "chandler.yml:4:20: cannot get the secret \"a\"",
                        "the environment has no E2E_NOT_SET",
                        "chandler.yml:4:44: cannot get the secret \"b\"");
        assertThat(stranger.checkpoints()).isEmpty();
    }

    @Test
    void aLoginIsAConfigOfTheDockerClient() throws Exception {
        String auth = Base64.getEncoder().encodeToString("me:pass-word".getBytes(StandardCharsets.UTF_8));
        Path config = Files.createDirectories(stranger.root().resolve("keys"));
        Files.writeString(
                config.resolve("config.json"),
                "{\"auths\":{\"example.org\":{\"auth\":\"" + auth + "\"},\"other.org\":{\"auth\":\"bWU6b3RoZXI=\"}}}");
        stranger.with("DOCKER_CONFIG", config.toString());
        stranger.manifest("busybox", """
                secrets: {config.json: {docker-config: example.org}}
                install:
                  - run: |
                      grep -c example.org $CHANDLER_SECRETS/config.json; grep -c other.org $CHANDLER_SECRETS/config.json || true
                      sed 's/.*"auth":"//; s/".*//' $CHANDLER_SECRETS/config.json | base64 -d
                      echo; cat $CHANDLER_SECRETS/config.json
                    secrets: config.json
                """);

        Ended build = stranger.runs("build", "--progress", "json").exits(0);

        assertThat(textOf(build)).isEqualTo("1\n0\nme:***\n***");
    }

    @Test
    void aSecretInTheManifestIsWarnedOf() {
        stranger.manifest("busybox", "install: [{run: make, env: {NPM_TOKEN: hunter2}}]\n");

        Ended validate = stranger.runs("validate").exits(0).says("\"NPM_TOKEN\" looks like a secret");

        assertThat(validate.err()).doesNotContain("hunter2");
    }
}
