package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** consul-template in the instance, out of the toolbox, gives what it gives on the client. */
class ConsulTemplateWhereIT {

    private static final Path PROGRAM = Path.of(Testbed.variable("CHANDLER_TESTBED_CONSUL_TEMPLATE"));
    private static final Path ROOTFS = Path.of(Testbed.variable("CHANDLER_TESTBED_BUSYBOX_ROOTFS"));

    private static final String MANIFEST = """
            toolbox: ./tools
            install:
              - name: config
                consul-template: {config: templates/template.hcl, where: WHERE, env: {GREETING: hello world}}
            """;

    private static final String TEMPLATE = """
            {{ key "NONCE/port" }} {{ keyOrDefault "NONCE/none" "default" }}
            {{ range ls "NONCE/list" }}{{ .Key }}={{ .Value }};{{ end }}
            {{ range tree "NONCE" }}{{ .Key }};{{ end }}{{ range safeTree "NONCE" }}{{ .Key }};{{ end }}
            {{ range service "consul" }}{{ .Name }}:{{ .Port }};{{ end }}{{ with node }}{{ .Node.Node }}{{ end }}
            {{ scratch.Set "a" "b" }}{{ scratch.Get "a" }} {{ range $i := loop 3 }}{{ $i }}{{ end }}
            {{ env "GREETING" }}|{{ env "PATH" }}|{{ env "HOME" }}|{{ env "PWD" }}|{{ env "HOSTNAME" }}|{{ env "CHANDLER_TOOLS" }}|
            {{ "text" | toUpper }} {{ "a,b" | split "," | join "-" }} {{ "x" | base64Encode }} {{ key "NONCE/binary" | sha256Hex }}
            """;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    @RegisterExtension
    final ConsulValues consul = new ConsulValues(stranger);

    private Set<String> before = Set.of();

    private static Set<String> volumes() {
        return new TreeSet<>(Docker.lines("volume", "ls", "-q", "--filter", "label=dev.chandler.toolbox"));
    }

    @BeforeEach
    void aProject() throws IOException {
        before = volumes();
        stranger.with("CONSUL_HTTP_ADDR", ConsulValues.address());
        stranger.file("templates/template.hcl", """
                template {
                  source      = "app.conf.ctmpl"
                  destination = "/etc/deep/app.conf"
                  perms       = 0640
                  user        = "nobody"
                }
                template {
                  source      = "group.ctmpl"
                  destination = "/etc/group"
                  backup      = true
                }
                template {
                  source      = "plain"
                  destination = "/etc/plain"
                }
                """);
        stranger.file("templates/app.conf.ctmpl", TEMPLATE.replace("NONCE", stranger.nonce()));
        stranger.file(
                "templates/group.ctmpl", "root:x:0:{{ key \"NONCE/port\" }}\n".replace("NONCE", stranger.nonce()));
        stranger.file("templates/plain", "as it is\n");
        consul.put("port", "port-of-consul");
        consul.put("binary", "\u0000\u00ff\u20ac");
        consul.put("list/b", "2");
        consul.put("list/a", "1 ünï");
        tools();
    }

    @AfterEach
    void removeToolboxes() {
        Set<String> all = volumes();
        all.removeAll(before);
        all.forEach(volume -> Docker.docker("volume", "rm", volume));
    }

    /** A static shell and consul-template, which is on no PATH of the client. */
    private void tools() throws IOException {
        Path tools = Files.createDirectories(stranger.project().resolve("tools"));
        Files.copy(PROGRAM, tools.resolve("consul-template"), StandardCopyOption.COPY_ATTRIBUTES);
        Path shell = tools.resolve("sh");
        Shell.run(List.of(
                        "sh",
                        "-c",
                        "tar -xOf '" + ROOTFS + "' ./bin/busybox >'" + shell + "' && chmod 755 '" + shell + "'"))
                .exits(0);
    }

    private void withoutProgram() {
        stranger.with("CHANDLER_CONSUL_TEMPLATE", "/none/consul-template");
    }

    private void manifest(String base, String where) {
        stranger.manifest(base, MANIFEST.replace("WHERE", where));
    }

    private Map<String, String> rendered(String base, String where) {
        manifest(base, where);
        stranger.builds("--no-cache");
        return ImageTree.of(stranger.image());
    }

    @Test
    void theFilesAreTheSameWhereverItRuns() {
        Map<String, String> onClient = rendered("busybox", "client");
        withoutProgram();

        assertThat(rendered("busybox", "instance")).isEqualTo(onClient);
        assertThat(rendered("busybox", "auto")).isEqualTo(onClient);
        assertThat(onClient.get("etc/deep/app.conf")).startsWith("0 640 65534:0 ");
        assertThat(onClient).containsKeys("etc/group.bak", "etc/plain");
        assertThat(ImageTree.texts(stranger.image(), "etc/deep/").get("app.conf"))
                .contains("port-of-consul default", "hello world||||||", "TEXT a-b");
    }

    @Test
    void anInstanceWithoutANetworkReadsConsulAllTheSame() {
        Map<String, String> onClient = rendered("busybox", "client");
        withoutProgram();
        stranger.manifest("busybox", "instance: {network: none}\n" + MANIFEST.replace("WHERE", "instance"));

        stranger.builds("--no-cache");

        assertThat(ImageTree.of(stranger.image())).isEqualTo(onClient);
    }

    @Test
    void aBaseWithoutAnythingHasTheToolboxForIt() throws IOException {
        stranger.file("templates/template.hcl", """
                template {
                  source      = "app.conf.ctmpl"
                  destination = "/etc/deep/app.conf"
                }
                """);
        Map<String, String> onClient = rendered("scratch", "client");
        withoutProgram();

        assertThat(rendered("scratch", "auto")).isEqualTo(onClient).containsKey("etc/deep/app.conf");
    }

    @Test
    void whatFilesTemplatesReadIsBroughtIntoTheInstance() {
        stranger.file("templates/part.txt", "of the client");
        stranger.file(
                "templates/app.conf.ctmpl", "{{ file \"part.txt\" }}|{{ key \"" + stranger.nonce() + "/port\" }}\n");
        Map<String, String> onClient = rendered("busybox", "client");

        assertThat(rendered("busybox", "instance")).isEqualTo(onClient);
        stranger.file("templates/part.txt", "changed");
        assertThat(stranger.runs("plan").exits(0).out()).contains("(because file part.txt changed)");
    }

    @Test
    void anUnchangedBuildStartsNothingAndAChangedValueRunsTheStep() {
        withoutProgram();
        manifest("busybox", "auto");
        stranger.builds();

        Built same = stranger.builds();
        assertThat(same.ran()).isEmpty();
        assertThat(same.instances()).isZero();

        consul.put("port", "9");
        assertThat(stranger.builds().ran()).containsExactly("config");
        assertThat(ImageTree.texts(stranger.image(), "etc/")).containsEntry("group", "root:x:0:9\n");
    }

    @Test
    void anInstanceWithoutItLeavesItToTheClientUnlessItMust() throws IOException {
        Files.delete(stranger.project().resolve("tools/consul-template"));
        Map<String, String> onClient = rendered("busybox", "client");

        assertThat(rendered("busybox", "auto")).isEqualTo(onClient);
        manifest("busybox", "instance");
        stranger.runs("build").exits(1).says("CH-CONSUL-020", "chandler.yml:");
        assertThat(stranger.leftNow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "instance"})
    void whatIsWrongIsToldAlike(String where) {
        stranger.file("templates/group.ctmpl", "one\n{{ key \"" + stranger.nonce() + "/nope\" }}\n");
        stranger.manifest("busybox", MANIFEST.replace("WHERE", where + ", wait: 1s"));
        stranger.runs("build").exits(1).says("CH-CONSUL-012", stranger.nonce() + "/nope", "group.ctmpl:2:");

        stranger.file("templates/group.ctmpl", "one\n{{ .a | nofunction }}\n");
        stranger.runs("build").exits(1).says("CH-CONSUL-013", "group.ctmpl:2:");

        stranger.file("templates/group.ctmpl", "one\n{{ with secret \"a/b\" }}x{{ end }}\n");
        stranger.runs("build").exits(1).says("CH-CONSUL-014", "group.ctmpl:2:");

        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void anEngineElsewhereHasItOnTheClient() {
        manifest("busybox", "auto");
        stranger.builds("--no-cache");
        Map<String, String> here = ImageTree.of(stranger.image());
        stranger.with("DOCKER_HOST", Testbed.variable("CHANDLER_TESTBED_DOCKER_TLS"));
        stranger.with("DOCKER_TLS_VERIFY", "1");
        stranger.with("DOCKER_CERT_PATH", Testbed.variable("CHANDLER_TESTBED_DOCKER_CERTS"));

        stranger.builds("--no-cache");
        assertThat(ImageTree.of(stranger.image())).isEqualTo(here);

        manifest("busybox", "instance");
        stranger.runs("build").exits(2).says("CH-CONSUL-019");
    }

    /** What root in another branch sees while the relay is there. */
    private void watched(String question) {
        stranger.file("watch.py", """
                import glob, os, socket, time
                while not glob.glob("/dev/shm/chandler-steps/*/i/s"): time.sleep(0.05)
                path = glob.glob("/dev/shm/chandler-steps/*/i/s")[0]
                time.sleep(0.5)
                for process in glob.glob("/proc/[0-9]*"):
                    for file in ("cmdline", "environ"):
                        try: print(file, open(process + "/" + file).read().replace("\\0", " "))
                        except OSError: pass
                print("config", open(os.path.dirname(path) + "/config.json").read())
                client = socket.socket(socket.AF_UNIX)
                client.connect(path)
                client.sendall(b"QUESTION HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
                print("answer", client.recv(100).split(b"\\r\\n")[0].decode(), flush=True)
                try: open(os.path.dirname(path) + "/new", "w")
                except OSError as e: print("writing", e.strerror)
                print("watched", flush=True)
                """.replace("QUESTION", question.replace("NONCE", stranger.nonce())));
        stranger.file("templates/app.conf.ctmpl", "{{ key \"" + stranger.nonce() + "/port\" }}\n");
        stranger.file("templates/group.ctmpl", "{{ key \"" + stranger.nonce() + "/late\" }}\n");
        stranger.manifest("library/python:3.11", """
                toolbox: ./tools
                install:
                  - parallel:
                      - - consul-template:
                            {config: templates/template.hcl, where: instance, prefixes: [NONCE/], wait: 60s}
                      - - {run: python3 -, stdin: {file: watch.py}}
                  - find /dev/shm -name s >/found
                """.replace("NONCE", stranger.nonce()));
    }

    @Test
    void whoIsBesideItSeesNeitherTokenNorValuesAndNothingIsLeftOfIt() {
        String token = consul.token();
        stranger.with("CONSUL_HTTP_TOKEN", token);
        watched("GET /v1/kv/NONCE/port");
        ChandlerProcess build = stranger.starts("build", "--progress", "json");
        build.awaitOutput("watched");
        consul.put("late", "at last");
        Ended ended = build.ended().exits(0);

        assertThat(ended.out())
                .contains("consul-template -once", "answer HTTP/1.1 200", "writing Read-only file system")
                .doesNotContain(token, "port-of-consul");
        assertThat(ImageTree.texts(stranger.image(), ""))
                .containsEntry("etc/group", "at last\n")
                .containsEntry("found", "");
        assertThat(ImageTree.of(stranger.image()).keySet()).noneMatch(path -> path.contains("chandler"));
        assertThat(Docker.docker("history", "--no-trunc", stranger.image())).doesNotContain(token);
        assertThat(Docker.docker("image", "inspect", stranger.image())).doesNotContain(token);
        assertThat(stranger.temporary()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/kv/other",
                "GET /v1/kv/?recurse",
                "PUT /v1/kv/NONCE/port",
                "DELETE /v1/kv/NONCE/port",
                "GET /v1/catalog/services"
            })
    void whoIsBesideItGetsNothingElseThroughTheRelay(String question) {
        watched(question);

        Ended ended = stranger.runs("build", "--progress", "json").exits(1);

        assertThat(ended.out()).contains("answer HTTP/1.1 403", "CH-CONSUL-017");
        assertThat(stranger.leftNow()).isEmpty();
    }

    @Test
    void aClientThatIsKilledLeavesNoConsulTemplateAndItsFolderIsReaped() throws Exception {
        stranger.file("templates/group.ctmpl", "{{ key \"" + stranger.nonce() + "/late\" }}\n");
        stranger.manifest("busybox", MANIFEST.replace("WHERE", "instance, wait: 600s"));
        ChandlerProcess build = stranger.starts("build", "--progress", "json");
        build.awaitEvent("step-started");
        await("consul-template runs", () -> !running().isEmpty());
        build.signal("KILL").ended();

        await("consul-template has ended", () -> running().isEmpty());
        await("the instance has gone", () -> stranger.containers().isEmpty());
        stranger.runs("reap").exits(0);
        assertThat(stranger.temporary()).isEmptyDirectory();
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + ChandlerProcess.LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Those whose configuration is in an instance. */
    private static List<String> running() {
        return Shell.run(List.of("sh", "-c", "pgrep -af 'consul-template -once -config /dev/shm' || true"))
                .out()
                .lines()
                .filter(line -> !line.contains("pgrep"))
                .toList();
    }
}
