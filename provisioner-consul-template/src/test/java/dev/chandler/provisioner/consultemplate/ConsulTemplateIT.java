package dev.chandler.provisioner.consultemplate;

import static dev.chandler.provisioner.consultemplate.RealTools.byHand;
import static dev.chandler.provisioner.consultemplate.RealTools.run;
import static dev.chandler.provisioner.consultemplate.RealTools.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepFolder;
import dev.chandler.api.settings.Setting;
import dev.chandler.testkit.LeakCheck;
import dev.chandler.testkit.RecordedKey;
import dev.chandler.testkit.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the real consul-template and the real Consul of the testbed. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class ConsulTemplateIT {

    @TempDir
    private Path folder;

    private RealTools tools;

    @BeforeEach
    void setUp() throws IOException {
        tools = new RealTools();
        tools.key("port", "8080");
        tools.key("name", "Grüße, \"Welt\" <&>\n");
        tools.key("list/b", "two");
        tools.key("list/a", "one");
        tools.key("list/deep/c", "{\"x\": [1, 2]}");
        tools.key("empty", "");
        tools.key("schlüssel/日本", "値");
        Files.writeString(folder.resolve("motd"), "welcome\n");
        register("web", "web-1", 80, "blue");
        register("web", "web-2", 81, "green");
    }

    private void register(String name, String id, int port, String tag) throws IOException {
        tools.put("/v1/catalog/register", """
                {"Node": "%s", "Address": "10.1.2.3", "NodeMeta": {"rack": "7"},
                 "Service": {"Service": "%s", "ID": "%s", "Port": %d, "Tags": ["%s"], "Meta": {"ModifyIndex": "v"}}}
                """.formatted(own("node"), own(name), id, port, tag));
    }

    /** A name that no other test has, for what is no key. */
    private String own(String name) {
        return tools.prefix.substring(0, 20) + "-" + name;
    }

    @AfterEach
    void tearDown() throws IOException {
        tools.put("/v1/catalog/deregister", "{\"Node\": \"" + own("node") + "\"}");
        tools.close();
    }

    private String mine(String template) {
        return template.replace("P/", tools.prefix)
                .replace("SERVICE", own("web"))
                .replace("NODE", own("node"));
    }

    private Setting template(String template) {
        return Settings.map(
                "templates", List.of(Map.of("contents", template, "destination", "/etc/app.conf")), "wait", "300ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port={{ key \"P/port\" }}\n",
                "{{ key \"/P/name\" }}",
                "{{ keyOrDefault \"P/none\" \"9090\" }}{{ keyOrDefault \"P/port\" \"1\" }}",
                "{{ if keyExists \"P/none\" }}a{{ else }}b{{ end }}{{ if keyExists \"P/port\" }}c{{ end }}",
                "[{{ key \"P/empty\" }}]",
                "{{ range ls \"P/list\" }}{{ .Key }}={{ .Value }};{{ end }}",
                "{{ range safeLs \"P/list\" }}{{ .Key }}={{ .Value }};{{ end }}",
                "{{ range tree \"P/list\" }}{{ .Key }}={{ .Value }};{{ end }}",
                "{{ range safeTree \"P/list\" }}{{ .Key }}={{ .Value }};{{ end }}",
                "{{ range tree \"P/none\" }}{{ .Key }}{{ end }}none",
                "{{ range tree \"P/list\" | explode }}{{ . }}{{ end }}",
                "{{ with key \"P/list/deep/c\" | parseJSON }}{{ range .x }}{{ . }},{{ end }}{{ end }}",
                "{{ key \"P/schlüssel/日本\" }}",
                "{{ range service \"SERVICE\" }}{{ .Node }} {{ .Address }}:{{ .Port }} {{ .Tags }} {{ .ServiceMeta }}\n{{ end }}",
                "{{ range service \"blue.SERVICE\" }}{{ .ID }}:{{ .Port }}{{ end }}",
                "{{ range service \"SERVICE\" \"any\" }}{{ .ID }} {{ .Status }}\n{{ end }}",
                "{{ range service \"nobody\" }}x{{ end }}-",
                "{{ range services }}{{ if eq .Name \"SERVICE\" }}{{ .Name }} {{ .Tags }}{{ end }}{{ end }}",
                "{{ range nodes }}{{ if eq .Node \"NODE\" }}{{ .Node }} {{ .Address }} {{ .Meta }}{{ end }}{{ end }}",
                "{{ with node \"NODE\" }}{{ .Node.Address }} {{ range .Services }}{{ .Port }} {{ end }}{{ end }}",
                "{{ with node }}{{ .Node.Node }}{{ end }}",
                "{{ range datacenters }}{{ . }}{{ end }}",
                "{{ file \"motd\" }}",
                "{{ scratch.Set \"a\" \"1\" }}{{ scratch.Get \"a\" }}",
                "{{ range $i, $e := loop 3 }}{{ $i }}{{ end }}{{ \"a\" | toUpper }}{{ add 1 2 }}{{ \"x\" | sha256Hex }}",
                "{{ env \"CHANDLER_VAR_project\" }} {{ envOrDefault \"NONE\" \"n\" }}",
                "{{ define \"t\" }}<{{ . }}>{{ end }}{{ executeTemplate \"t\" \"x\" }}",
                "{{ key \"P/port\" | parseInt | add 1 }}{{ timestamp \"2006\" | len }}",
                "{{- /* all is comment */ -}}",
            })
    void rendersByteForByteWhatConsulTemplateRendersByHand(String written) throws Exception {
        String template = mine(written);

        RealTools.Ran ran = run(step(folder, template(template)));

        assertThat(ran.bytes("app.conf"))
                .isEqualTo(byHand(folder, template, Map.of("CHANDLER_VAR_project", "factory")));
    }

    @Test
    void honoursTheToolsOwnConfig() throws Exception {
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("templates/a.tpl"), mine("<< key \"P/port\" >>"));
        Files.writeString(folder.resolve("templates/plain"), "as it is\n");
        Files.writeString(folder.resolve("templates/config.hcl"), mine("""
                log_level = "warn"
                consul { retry { attempts = 1 } }
                template {
                  source = "a.tpl"
                  destination = "/etc/a"
                  perms = 0600
                  user = 33
                  group = "34"
                  left_delimiter = "<<"
                  right_delimiter = ">>"
                }
                template {
                  source = "plain"
                  destination = "etc/b"
                }
                template {
                  contents = <<-EOF
                    {{ key "P/port" }}
                    EOF
                  destination = "/etc/c"
                }
                template {
                  source = "a.tpl"
                  left_delimiter = "<<"
                  right_delimiter = ">>"
                  destination = "/etc/d"
                }
                """));

        RealTools.Ran ran = run(step(folder, Settings.text("templates/config.hcl")));

        assertThat(ran.files().get("a"))
                .extracting("text", "mode", "uid", "gid")
                .containsExactly("8080", 0600, 33L, 34L);
        assertThat(ran.files().get("b")).extracting("text", "mode", "uid").containsExactly("as it is\n", 0644, 0L);
        assertThat(ran.files().get("c").text()).isEqualTo("8080\n");
        assertThat(ran.files().get("d").text()).isEqualTo("8080");
        assertThat(ran.context().output().out()).contains("templates/config.hcl:1:1: \"log_level\" has no effect here");
    }

    @Test
    void aBinaryValueAndALargeOneArriveWhole() throws Exception {
        byte[] binary = new byte[300_000];
        new Random(1).nextBytes(binary);
        tools.key("binary", binary);
        String template = mine("{{ key \"P/binary\" }}");

        assertThat(run(step(folder, template(template))).bytes("app.conf"))
                .isEqualTo(binary)
                .isEqualTo(byHand(folder, template, Map.of()));
    }

    @Test
    void tenThousandKeysBelowAPrefixAreRenderedAsByHand() throws Exception {
        for (int from = 0; from < 10_000; from += 64) {
            String operations = IntStream.range(from, Math.min(10_000, from + 64))
                    .mapToObj(i -> "{\"KV\": {\"Verb\": \"set\", \"Key\": \"%smany/%05d\", \"Value\": \"eA==\"}}"
                            .formatted(tools.prefix, i))
                    .collect(Collectors.joining(",", "[", "]"));
            tools.put("/v1/txn", operations);
        }
        String template = mine("{{ range ls \"P/many\" }}{{ .Key }}={{ .Value }}\n{{ end }}");

        byte[] bytes = run(step(folder, template(template))).bytes("app.conf");

        assertThat(bytes).hasSize(80_000).isEqualTo(byHand(folder, template, Map.of()));
    }

    @Test
    void saysWhatItHasRead() throws Exception {
        PreparedStep step = step(
                folder,
                template(
                        mine(
                                "{{ key \"P/port\" }}{{ keyOrDefault \"P/none\" \"\" }}{{ range ls \"P/list\" }}{{ end }}{{ file \"motd\" }}")));

        Map<String, Digest> observed = run(step).context().observed();

        assertThat(observed)
                .containsOnlyKeys(
                        "key " + tools.prefix + "port",
                        "key " + tools.prefix + "none",
                        "keys below " + tools.prefix + "list",
                        "file motd");
        assertThat(step.observe(List.copyOf(observed.keySet()))).isEqualTo(observed);
    }

    @Test
    void seesThatAValueHasChanged() throws Exception {
        PreparedStep step = step(folder, template(mine("{{ key \"P/port\" }}{{ keyOrDefault \"P/none\" \"\" }}")));
        Map<String, Digest> before = run(step).context().observed();
        tools.key("port", "8080");
        assertThat(step.observe(List.copyOf(before.keySet()))).isEqualTo(before);

        tools.key("port", "8081");
        tools.key("none", "");

        assertThat(step.observe(List.copyOf(before.keySet())))
                .allSatisfy((name, digest) -> assertThat(digest).isNotEqualTo(before.get(name)));
    }

    @Test
    void aMissingKeyEndsTheStepWithItsPlaces() throws Exception {
        Files.writeString(folder.resolve("a.tpl"), mine("one\nport = {{ key \"P/nope\" }}\n{{ key \"P/nope\" }}"));
        PreparedStep step = step(
                folder,
                Settings.map("templates", List.of(Map.of("source", "a.tpl", "destination", "/a")), "wait", "300ms"));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo("CH-CONSUL-012");
                            assertThat(problem.what()).contains(tools.prefix + "nope");
                            assertThat(problem.where().orElseThrow()).hasToString("a.tpl:2:15");
                            assertThat(problem.why().orElseThrow()).contains("a.tpl:3:8");
                        }));
    }

    @Test
    void aKeyThatComesInTimeIsNotMissing() throws Exception {
        PreparedStep step = step(folder, Settings.with(template(mine("{{ key \"P/late\" }}")), "wait", "30s"));
        Thread setter = new Thread(() -> {
            try {
                TimeUnit.MILLISECONDS.sleep(300);
                tools.key("late", "come");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        setter.start();

        assertThat(new String(run(step).bytes("app.conf"), StandardCharsets.UTF_8))
                .isEqualTo("come");
        setter.join();
    }

    private void assertFails(String contents, String code, String place) throws Exception {
        Files.writeString(folder.resolve("a.tpl"), mine(contents));
        PreparedStep step =
                step(folder, Settings.map("templates", List.of(Map.of("source", "a.tpl", "destination", "/a"))));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo(code);
                            assertThat(problem.where().orElseThrow().toString()).startsWith(place);
                            assertThat(problem.toString()).doesNotContain("Grüße", "chandler-ct");
                        }));
    }

    @Test
    void aTemplateThatIsWrongIsNamedWithItsPlace() throws Exception {
        assertFails("a\n{{ nofunction }}", "CH-CONSUL-013", "a.tpl:2:1");
        assertFails("a\n b{{ if }}", "CH-CONSUL-013", "a.tpl:2:1");
    }

    @Test
    void anErrorInATemplateShowsItsPlaceAndNoValue() throws Exception {
        assertFails("a\n  {{ key \"P/name\" | parseInt }}", "CH-CONSUL-013", "a.tpl:2:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ with secret \"secret/a\" }}{{ end }}",
                "{{ plugin \"/bin/true\" }}",
                "{{ sockaddr \"GetPrivateIP\" }}",
                "{{ \"x\" | writeToFile \"/tmp/x\" \"\" \"\" \"0644\" }}",
                "{{ caRoots }}",
                "{{ nomadServices }}",
            })
    void whatWouldReadElsewhereIsRefusedWithItsPlace(String template) throws Exception {
        Files.writeString(folder.resolve("a.tpl"), template);
        PreparedStep step =
                step(folder, Settings.map("templates", List.of(Map.of("source", "a.tpl", "destination", "/a"))));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-CONSUL-014"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../outside", "link"})
    void noTemplateReadsFilesOutsideOfItsFolder(String file) throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/passwd"));

        assertThatThrownBy(() -> run(step(folder, template("{{ file \"" + file + "\" }}"))))
                .isInstanceOf(ProvisionException.class);
    }

    @Test
    void whatIsNotAmongThePrefixesIsRefused() throws Exception {
        PreparedStep step =
                step(folder, Settings.with(template(mine("{{ key \"P/port\" }}")), "prefixes", List.of("other/")));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-CONSUL-017"));
    }

    @Test
    void nobodyToAnswerIsTheEnvironmentsFault() throws Exception {
        PreparedStep step =
                step(folder, template(mine("{{ key \"P/port\" }}")), Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:1"));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-CONSUL-009"));
        assertThatThrownBy(() -> step.observe(List.of("key a"))).isInstanceOf(EngineException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ key \"P/port\" }}",
                "{{ range ls \"P/list\" }}{{ .Key }}{{ end }}",
                "{{ range service \"SERVICE\" }}{{ .ID }}{{ end }}"
            })
    void whatATokenMayNotReadIsNamed(String template) throws Exception {
        String name = tools.prefix.replaceAll("[^a-z0-9-]", "");
        tools.put("/v1/acl/policy", """
                {"Name": "%s", "Rules": "key_prefix \\"\\" { policy = \\"deny\\" } service_prefix \\"\\" { policy = \\"deny\\" }"}
                """.formatted(name));
        String token = tools.put("/v1/acl/token", "{\"Policies\": [{\"Name\": \"" + name + "\"}]}");
        String secret = token.replaceAll("(?s).*\"SecretID\":\\s*\"([^\"]+)\".*", "$1");
        Files.writeString(folder.resolve("token"), secret + "\n");
        PreparedStep step = step(folder, Settings.with(template(mine(template)), "token", Map.of("file", "token")));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo("CH-CONSUL-010");
                            assertThat(problem.toString()).doesNotContain(secret);
                            assertThat(problem.what()).contains(tools.prefix.substring(0, 20));
                        }));
    }

    @Test
    void aFileOfValuesGivesTheSameAsConsul() throws Exception {
        Files.writeString(folder.resolve("values.yml"), mine("""
                kv:
                  P/port: 8080
                  P:
                    name: "Grüße, \\"Welt\\" <&>\\n"
                    list: {b: two, a: one}
                    list/deep: {c: '{"x": [1, 2]}'}
                    empty: ""
                    schlüssel/日本: 値
                    bin: !!binary AP8B
                services:
                  SERVICE:
                    - {id: web-1, node: NODE, port: 80, tags: [blue], meta: {ModifyIndex: v}}
                    - {id: web-2, node: NODE, port: 81, tags: [green], meta: {ModifyIndex: v}}
                nodes:
                  NODE: {address: 10.1.2.3, meta: {rack: 7}}
                """).replace("  P:\n", "  " + tools.prefix + ":\n"));
        tools.key("bin", new byte[] {0, -1, 1});
        String template = mine("""
                {{ key "P/port" }} {{ key "P/name" }} {{ keyOrDefault "P/none" "x" }} [{{ key "P/empty" }}] {{ key "P/bin" }}
                {{ range tree "P/" }}{{ .Key }}={{ .Value }};{{ end }}
                {{ range ls "P/list" }}{{ .Key }};{{ end }}
                {{ range service "SERVICE" }}{{ .ID }} {{ .Node }} {{ .Address }}:{{ .Port }} {{ .Tags }} {{ .ServiceMeta }} {{ .NodeMeta }};{{ end }}
                {{ range service "green.SERVICE|any" }}{{ .ID }}{{ .Status }}{{ end }}
                {{ with node "NODE" }}{{ .Node.Address }}{{ range .Services }}{{ .ID }}{{ .Port }}{{ end }}{{ end }}
                {{ range nodes }}{{ if eq .Node "NODE" }}{{ .Address }}{{ .Meta }}{{ .Datacenter }}{{ end }}{{ end }}
                {{ range services }}{{ if eq .Name "SERVICE" }}{{ .Tags | join "," }}{{ end }}{{ end }}{{ range datacenters }}{{ . }}{{ end }}
                """);
        PreparedStep step = step(
                folder,
                Settings.with(template(template), "values", "values.yml"),
                Map.of("CONSUL_HTTP_ADDR", "127.0.0.1:1"));

        assertThat(new String(run(step).bytes("app.conf"), StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(byHand(folder, template, Map.of()), StandardCharsets.ISO_8859_1));
        assertThat(step.observes()).isFalse();
    }

    @Test
    void showsValuesOnlyWhereThatIsAskedFor() throws Exception {
        Setting quiet = template(mine("{{ key \"P/name\" }}"));

        assertThat(run(step(folder, quiet)).context().output().out()).doesNotContain("Grüße");
        assertThat(run(step(folder, Settings.with(quiet, "show-values", "true")))
                        .context()
                        .output()
                        .out())
                .contains("Grüße");
    }

    @Test
    void theKeyHasWhatTheResultDependsOnAndNeitherTokenNorAddress() throws Exception {
        RecordedKey key = new RecordedKey();

        step(
                        folder,
                        Settings.with(
                                template("{{ key \"a\" }}{{ env \"CHANDLER_VAR_project\" }}"), "env", Map.of("A", "b")),
                        Map.of("CONSUL_HTTP_TOKEN", "t0ken"))
                .describe(key);

        assertThat(key.toString())
                .contains("CHANDLER_VAR_project", "factory", "0.41")
                .doesNotContain("t0ken", System.getenv("CONSUL_HTTP_ADDR").replaceAll(".*//", ""), folder.toString());
    }

    @Test
    void noProcessSeesTheTokenOrTheClientsEnvironment() throws Exception {
        Path program = script(
                "env; tr '\\\\0' ' ' </proc/$$/cmdline; cat \"$3\"; for f in \"${3%/*}\"/*; do [ -f \"$f\" ] && cat \"$f\"; done; stat -c %a \"${3%/*}\" \"$3\"; exit 1");
        PreparedStep step = step(
                folder,
                template("{{ key \"a\" }}"),
                Map.of(
                        "CONSUL_HTTP_TOKEN",
                        "t0ken",
                        "CHANDLER_CONSUL_TEMPLATE",
                        program.toString(),
                        "SECRET",
                        "s3cret"));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.getMessage()).contains("700", "600").doesNotContain("t0ken", "s3cret"));
    }

    private Path script(String text) throws IOException {
        Path program = folder.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        program.toFile().setExecutable(true);
        return program;
    }

    @Test
    void aCancelledRunEndsConsulTemplate() throws Exception {
        PreparedStep step = step(folder, Settings.with(template(mine("{{ key \"P/nope\" }}")), "wait", "1h"));
        Thread main = Thread.currentThread();
        Thread canceller = new Thread(() -> {
            while (running().findAny().isEmpty()) {
                Thread.onSpinWait();
            }
            main.interrupt();
        });
        canceller.start();

        assertThatThrownBy(() -> run(step)).isInstanceOf(InterruptedException.class);
        canceller.join();

        assertThat(running()).isEmpty();
    }

    /** What this JVM has started and not ended. */
    private static Stream<ProcessHandle> running() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
    }

    @Test
    void consulTemplateEndsByItselfWhenItsRelayHasGone() throws Exception {
        PreparedStep prepared = step(folder, template(mine("{{ key \"P/nope\" }}")));
        StepSettings settings = ((ConsulTemplateStep) prepared).settings();
        RenderFolder place = RenderFolder.onClient(new StepFolder(folder, Optional.empty()));
        place.write(
                settings.templates(),
                (number, text, block) ->
                        block.addProperty("destination", place.result(number).toString()));
        Relay relay = Relay.open(place.socket(), ConsulServer.of(settings.consul()), Allowed.all(), new Readings());
        Process process = new ProcessBuilder(
                        System.getenv("CHANDLER_TESTBED_CONSUL_TEMPLATE"), "-once", "-config", place.config())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
            relay.close();

            assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10));
        } finally {
            process.destroyForcibly();
        }
    }
}
