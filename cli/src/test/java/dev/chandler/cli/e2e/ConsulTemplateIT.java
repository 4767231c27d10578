package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that consul-template renders from what a real Consul has. */
class ConsulTemplateIT {

    private static final String STEPS = """
            install:
              - mkdir /etc/app
              - name: config
                consul-template: {config: templates/template.hcl}
              - wc -c </etc/app/app.conf >/etc/app/size
            script:
              - test -s /etc/app/app.conf
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @RegisterExtension
    final ConsulValues consul = new ConsulValues(stranger);

    @BeforeEach
    void aProject() {
        stranger.with("CONSUL_HTTP_ADDR", ConsulValues.address());
        stranger.file("templates/template.hcl", """
                template {
                  source      = "app.conf.ctmpl"
                  destination = "/etc/app/app.conf"
                  perms       = 0640
                }
                """);
        template("port = {{ key \"NONCE/port\" }}\n");
        consul.put("port", "8080");
    }

    private void template(String text) {
        stranger.file("templates/app.conf.ctmpl", text.replace("NONCE", stranger.nonce()));
    }

    @Test
    void aBuildStartsNothingUntilAValueChangesAndThenGoesOnFromTheStepThatReadIt() {
        stranger.manifest("busybox", STEPS);
        Built first = stranger.builds();
        assertThat(ImageTree.texts(stranger.image(), "etc/app/"))
                .containsEntry("app.conf", "port = 8080\n")
                .containsEntry("size", "12\n");
        assertThat(ImageTree.of(stranger.image()).get("etc/app/app.conf")).startsWith("0 640 0:0 ");

        Built unchanged = stranger.builds();
        assertThat(unchanged.ran()).isEmpty();
        assertThat(stranger.daemonEvents(unchanged.id(), "create")).isEmpty();

        consul.put("port", "9");
        assertThat(stranger.runs("plan").exits(0).out())
                .contains("(because key " + stranger.nonce() + "/port changed)");
        Built changed = stranger.builds();
        assertThat(changed.hit()).containsExactly("install[0]");
        assertThat(changed.ran()).containsExactly("config", "install[2]", "script[0]");
        assertThat(ImageTree.texts(stranger.image(), "etc/app/"))
                .containsEntry("app.conf", "port = 9\n")
                .containsEntry("size", "9\n");

        consul.put("port", "8080");
        Built back = stranger.builds();
        assertThat(back.ran()).isEmpty();
        assertThat(back.image()).isEqualTo(first.image());
    }

    @Test
    void aKeyThatIsMissingIsOneAndNamedWithTheLineThatWantsIt() {
        template("port = {{ key \"NONCE/port\" }}\nhost = {{ key \"NONCE/host\" }}\n");
        stranger.manifest("busybox", "install: [{consul-template: {config: templates/template.hcl, wait: 1s}}]\n");

        stranger.runs("build").exits(1).says(stranger.nonce() + "/host", "app.conf.ctmpl:2");

        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void aConsulThatIsNotThereIsThree() {
        stranger.with("CONSUL_HTTP_ADDR", "http://127.0.0.1:9");
        stranger.manifest("busybox", STEPS);

        stranger.runs("build").exits(3).says("127.0.0.1:9");

        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void aConsulWithACertificateOfItsOwnIsTrustedOnceThatIsGivenAndTrustsTheClientsOwn() {
        Path certificates = Path.of(Testbed.variable("CHANDLER_TESTBED_CONSUL_CERTS"));
        consul.putByTls("port", "8443");
        stranger.with("CONSUL_HTTP_ADDR", Testbed.variable("CHANDLER_TESTBED_CONSUL_TLS"));
        stranger.manifest("busybox", STEPS);
        stranger.runs("build").exits(3).says("certificate is not trusted", "CONSUL_CACERT");

        stranger.with("CONSUL_CACERT", certificates.resolve("ca.pem").toString());
        stranger.runs("build").exits(3).says("wants a certificate of the client", "CONSUL_CLIENT_CERT");

        stranger.with("CONSUL_CLIENT_CERT", certificates.resolve("cert.pem").toString());
        stranger.with("CONSUL_CLIENT_KEY", certificates.resolve("key.pem").toString());
        stranger.builds();

        assertThat(ImageTree.texts(stranger.image(), "etc/app/")).containsEntry("app.conf", "port = 8443\n");
    }

    @Test
    void aClientThatIsKilledWhileItRendersLeavesNoProcessAndNoFileThatOthersMayRead() throws Exception {
        template("port = {{ key \"NONCE/port\" }}\nhost = {{ key \"NONCE/host\" }}\n");
        stranger.manifest("busybox", "install: [{consul-template: {config: templates/template.hcl, wait: 1h}}]\n");
        ChandlerProcess build = stranger.starts("build");
        ProcessHandle rendering = awaitConsulTemplate(build);

        Shell.run(List.of("kill", "-KILL", Long.toString(build.pid()))).exits(0);
        build.ended();

        assertThat(rendering.onExit()).succeedsWithin(Duration.ofSeconds(10));
        for (Path own : Stranger.names(stranger.temporary())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .as(own.toString())
                    .isEqualTo("rwx------");
        }
        stranger.runs("reap").exits(0);
        assertThat(stranger.containers()).isEmpty();
        assertThat(stranger.temporary()).isEmptyDirectory();
    }

    /** The client's own child that renders, once it is there. */
    private static ProcessHandle awaitConsulTemplate(ChandlerProcess build) {
        long deadline = System.nanoTime() + ChandlerProcess.LIMIT.toNanos();
        Optional<ProcessHandle> rendering = Optional.empty();
        while (rendering.isEmpty()) {
            assertThat(build.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            rendering = ProcessHandle.of(build.pid()).stream()
                    .flatMap(ProcessHandle::children)
                    .filter(each -> each.info().command().orElse("").endsWith("consul-template"))
                    .findFirst();
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return rendering.get();
    }

    @Test
    void flagsHoldHigherThanTheManifestAndItsConfigAndTheEnvironment() throws Exception {
        Path keys = Files.createDirectories(stranger.project().resolve("keys"));
        Files.writeString(keys.resolve("token"), consul.token());
        for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
            Files.copy(Path.of(Testbed.variable("CHANDLER_TESTBED_CONSUL_CERTS"), file), keys.resolve(file));
        }
        consul.putByTls("port", "8443");
        String nowhere = "http://127.0.0.1:9";
        stranger.with("CONSUL_HTTP_ADDR", nowhere).with("CONSUL_HTTP_TOKEN", "nobody-s");
        stranger.manifest(
                "busybox",
                STEPS.replace(
                        "template.hcl}",
                        "template.hcl, consul: {address: \"" + nowhere + "\", datacenter: none, ca: missing.pem}, "
                                + "token: {env: NOT_SET}}"));
        stranger.runs("build").exits(3).says("NOT_SET");
        String[] flags = {
            "--consul-addr=" + Testbed.variable("CHANDLER_TESTBED_CONSUL_TLS").replace("127.0.0.1", "localhost"),
            "--consul-token-file=keys/token",
            "--consul-ca-cert=keys/ca.pem",
            "--consul-tls-server-name=127.0.0.1",
            "--consul-datacenter=dc1",
            "--consul-client-cert=keys/cert.pem",
            "--consul-client-key=keys/key.pem"
        };

        stranger.builds(flags);

        assertThat(ImageTree.texts(stranger.image(), "etc/app/")).containsEntry("app.conf", "port = 8443\n");
        assertThat(stranger.builds(flags).ran()).isEmpty();
        consul.putByTls("port", "9");
        assertThat(stranger.runs(with("plan", flags)).exits(0).out())
                .contains("(because key " + stranger.nonce() + "/port changed)");
        flags[3] = "--consul-tls-server-name=other.example";
        stranger.runs(with("build", flags)).exits(3).says("not verified", "--consul-tls-server-name");
    }

    private static String[] with(String command, String... flags) {
        return Stream.concat(Stream.of(command), Stream.of(flags)).toArray(String[]::new);
    }

    @Test
    void aBaseWithoutAnythingGetsNothingButTheFile() {
        stranger.manifest("scratch", "install: [{consul-template: {config: templates/template.hcl}}]\n");

        stranger.builds();

        // Docker shows some empty files of its own.
        assertThat(ImageTree.texts(stranger.image(), ""))
                .containsEntry("etc/app/app.conf", "port = 8080\n")
                .allSatisfy((file, text) -> assertThat(text.isEmpty() || file.equals("etc/app/app.conf"))
                        .as(file)
                        .isTrue());
    }

    @Test
    void valuesOfAFileGiveTheSameWithoutAConsul() {
        stranger.manifest("busybox", STEPS);
        stranger.builds();
        String rendered = ImageTree.of(stranger.image()).get("etc/app/app.conf");
        stranger.file("values.yml", "kv: {\"" + stranger.nonce() + "/port\": \"8080\"}\n");
        stranger.with("CONSUL_HTTP_ADDR", "http://127.0.0.1:9");
        stranger.manifest("busybox", STEPS.replace("template.hcl}", "template.hcl, values: values.yml}"));

        stranger.builds();

        assertThat(ImageTree.of(stranger.image())).containsEntry("etc/app/app.conf", rendered);
    }

    @Test
    void theTokenIsNowhereAndAValueIsOnlyInTheFileThatWasRendered() throws Exception {
        String token = consul.token();
        Files.writeString(
                Files.createDirectories(stranger.root().resolve("keys")).resolve("token"), token);
        String value = "harbour-" + stranger.nonce() + "-value";
        consul.put("port", value);
        stranger.manifest("busybox", STEPS.replace("template.hcl}", "template.hcl, token: {file: ../keys/token}}"));
        try (SecretHunt tokens = new SecretHunt(token, stranger.nonce());
                SecretHunt values = new SecretHunt(value, stranger.nonce())) {
            Ended build = stranger.runs("build", "--progress", "json").exits(0);
            consul.put("port", value + "2");
            Ended again = stranger.runs("build", "-v").exits(0);

            tokens.in(build).in(again).in(stranger);
            values.in(build).in(again).in(stranger);

            assertThat(tokens.found()).isEmpty();
            assertThat(values.found()).isNotEmpty().allMatch(place -> place.contains(" in the layers of "));
        }
    }
}
