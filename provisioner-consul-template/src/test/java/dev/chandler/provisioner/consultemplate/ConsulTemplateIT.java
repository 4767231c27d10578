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
import java.util.HashMap;
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
import org.junit.jupiter.api.RepeatedTest;
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
        tools.key("odd/a b", "space");
        tools.key("odd/100%25 %zz", "percent");
        tools.key("odd/c#d&e=f+g;h", "others");
        tools.key("odd/what?recurse", "question");
        tools.key("odd/\"q\"\\", "quoted");
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
                "{{ key \"P/odd/a b\" }}{{ key \"P/odd/100%25 %zz\" }}{{ key \"P/odd/c#d&e=f+g;h\" }}{{ key `P/odd/\"q\"\\` }}",
                "{{ range tree \"P/odd\" }}{{ .Key }}={{ .Value }};{{ end }}{{ range ls \"P/odd\" }}{{ .Key }};{{ end }}",
                "{{ range ls \"P/odd/a b\" }}{{ .Key }}{{ end }}{{ range tree \"P/schlüssel\" }}{{ .Key }}{{ end }}",
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
        String template = mine("{{ range ls \"P/many\" }}{{ .Key }}={{ .Value }}\n{{ end }}"
                + "{{ range tree \"P/many\" }}{{ .Key }}={{ .Value }}\n{{ end }}");

        byte[] bytes = run(step(folder, template(template))).bytes("app.conf");

        assertThat(bytes).hasSize(160_000).isEqualTo(byHand(folder, template, Map.of()));
    }

    @Test
    void twoThousandKeysOneByOneAreRenderedAsByHand() throws Exception {
        for (int i = 0; i < 2000; i += 50) {
            String operations = IntStream.range(i, i + 50)
                    .mapToObj(number -> "{\"KV\": {\"Verb\": \"set\", \"Key\": \"%sone/%d\", \"Value\": \"eA==\"}}"
                            .formatted(tools.prefix, number))
                    .collect(Collectors.joining(",", "[", "]"));
            tools.put("/v1/txn", operations);
        }
        String template = mine("{{ range $i := loop 2000 }}{{ key (printf \"P/one/%d\" $i) }}{{ end }}");

        assertThat(new String(run(step(folder, template(template))).bytes("app.conf"), StandardCharsets.UTF_8))
                .isEqualTo("x".repeat(2000));
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

    @ParameterizedTest
    @ValueSource(strings = {"no such key", "100% no", "nö#ne"})
    void aMissingKeyIsNamedAsTheTemplateNamesIt(String name) throws Exception {
        PreparedStep step = step(folder, template(mine("{{ key \"P/" + name + "\" }}")));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.code()).isEqualTo("CH-CONSUL-012");
                            assertThat(problem.what()).contains("\"" + tools.prefix + name + "\"");
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

    @RepeatedTest(10)
    void aConsulThatWantsACertificateIsToldFromOneThatHasAWrongOne() throws Exception {
        String certificates = System.getenv("CHANDLER_TESTBED_CONSUL_CERTS");
        Map<String, String> without = Map.of("CONSUL_HTTP_ADDR", System.getenv("CHANDLER_TESTBED_CONSUL_TLS"));
        Map<String, String> with = new HashMap<>(without);
        with.put("CONSUL_CACERT", certificates + "/ca.pem");
        Setting template = template("{{ key \"a\" }}");

        assertThatThrownBy(() -> step(folder, template, without).observe(List.of("key a")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("its certificate is not trusted")
                .hasMessageContaining("CONSUL_CACERT");
        assertThatThrownBy(() -> step(folder, template, with).observe(List.of("key a")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("wants a certificate of the client")
                .hasMessageContaining("CONSUL_CLIENT_CERT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ key \"P/port\" }}",
                "{{ range ls \"P/list\" }}{{ .Key }}{{ end }}",
                "{{ range service \"SERVICE\" }}{{ .ID }}{{ end }}"
            })
    void whatATokenMayNotReadIsNamed(String template) throws Exception {
        String rules = "key_prefix \"\" { policy = \"deny\" } service_prefix \"\" { policy = \"deny\" }";
        assertDenied(template, rules, tools.prefix.substring(0, 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ key \"P/port\" }}{{ key \"P/name\" }}{{ key \"P/list/a\" }}",
                "{{ key \"P/port\" }}{{ range tree \"P/\" }}{{ .Key }}{{ end }}",
                "{{ key \"P/port\" }}{{ keyOrDefault \"P/name\" \"n\" }}",
            })
    void theOneKeyOfSeveralThatATokenMayNotReadIsNamed(String template) throws Exception {
        String rules = mine("key_prefix \"\" { policy = \"read\" } key \"P/name\" { policy = \"deny\" }");
        assertDenied(template, rules, template.contains("tree") ? tools.prefix : tools.prefix + "name");
    }

    private void assertDenied(String template, String rules, String name) throws Exception {
        try (RealTools.Token token = tools.token(rules, "")) {
            Files.writeString(folder.resolve("token"), token.secret() + "\n");
            PreparedStep step = step(folder, Settings.with(template(mine(template)), "token", Map.of("file", "token")));

            assertThatThrownBy(() -> run(step))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                                assertThat(problem.code()).isEqualTo("CH-CONSUL-010");
                                assertThat(problem.toString()).doesNotContain(token.secret());
                                assertThat(problem.what()).contains(name);
                            }));
        }
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
                    odd: {a b: space, "100%25 %zz": percent, "c#d&e=f+g;h": others, "what?recurse": question, '"q"\\': quoted}
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
    void templatesFindTheStepsOwnVariablesAlsoWhereConsulTemplateHasSuchOfItsOwn() throws Exception {
        String template = mine("{{ key \"P/port\" }} {{ env \"CONSUL_HTTP_ADDR\" }}"
                + " {{ env `CONSUL_HTTP_SSL` }} {{ \"VAULT_ADDR\" | env }} {{ envOrDefault \"NOMAD_ADDR\" \"none\" }}"
                + " {{ mustEnv \"http_proxy\" }} {{ env \"CT_LOCAL_CONFIG\" }}\n");
        Map<String, String> env = Map.of(
                "CONSUL_HTTP_ADDR", "consul:1",
                "CONSUL_HTTP_SSL", "true",
                "VAULT_ADDR", "http://vault:2",
                "http_proxy", "http://127.0.0.1:9",
                "CT_LOCAL_CONFIG", "exec { command = \"false\" }");

        byte[] bytes =
                run(step(folder, Settings.with(template(template), "env", env))).bytes("app.conf");

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("8080 consul:1 true http://vault:2 none http://127.0.0.1:9 exec { command = \"false\" }\n");
    }

    @Test
    void templatesFindNoneOfTheVariablesThatConsulTemplateHasOfItsOwn() throws Exception {
        String template =
                "[{{ env \"CONSUL_HTTP_ADDR\" }}{{ env \"CONSUL_HTTP_SSL\" }}{{ env \"CONSUL_HTTP_SSL_VERIFY\" }}"
                        + "{{ env \"VAULT_ADDR\" }}{{ envOrDefault \"CONSUL_HTTP_ADDR\" \"-\" }}]";

        byte[] bytes = run(step(folder, template(template))).bytes("app.conf");

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("[-]");
    }

    @Test
    void aVariableThatMustBeThereIsMissedByTheNameThatTheTemplateHas() throws Exception {
        Files.writeString(folder.resolve("a.tpl"), "a\n{{ mustEnv \"CONSUL_HTTP_ADDR\" }}");
        PreparedStep step =
                step(folder, Settings.map("templates", List.of(Map.of("source", "a.tpl", "destination", "/a"))));

        assertThatThrownBy(() -> run(step))
                .isInstanceOf(ProvisionException.class)
                .hasMessageContaining("variable CONSUL_HTTP_ADDR is empty")
                .hasMessageContaining("a.tpl:2:4");
    }

    @Test
    void aResultWithThePathOfTheRunIsRefused() throws Exception {
        PreparedStep step = step(folder, template("{{ env (print \"CONSUL_\" \"HTTP_ADDR\") }}"));

        assertThatThrownBy(() -> run(step))
                .isInstanceOfSatisfying(
                        ProvisionException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly("CH-CONSUL-013"));
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
