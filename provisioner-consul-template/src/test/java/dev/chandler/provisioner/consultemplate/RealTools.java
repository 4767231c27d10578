package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.settings.Setting;
import dev.chandler.lib.unixhttp.UnixHttp;
import dev.chandler.testkit.FakeContext;
import dev.chandler.testkit.FakeEngine;
import dev.chandler.testkit.FakeRequest;
import dev.chandler.testkit.OwnFolder;
import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The testbed's Consul, in which a test has keys of its own, and its consul-template. */
final class RealTools implements AutoCloseable {

    private final String address = System.getenv("CONSUL_HTTP_ADDR");
    private final String management = System.getenv("CHANDLER_TESTBED_CONSUL_TOKEN");
    private final OkHttpClient client = UnixHttp.tcpClient().build();

    /** What all of the test's keys begin with. */
    final String prefix = "chandler-it-" + UUID.randomUUID() + "/";

    static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("CHANDLER_CONSUL_TEMPLATE", System.getenv("CHANDLER_TESTBED_CONSUL_TEMPLATE"));
        environment.put("CONSUL_HTTP_ADDR", System.getenv("CONSUL_HTTP_ADDR"));
        return environment;
    }

    void key(String name, String value) throws IOException {
        key(name, value.getBytes(StandardCharsets.UTF_8));
    }

    void key(String name, byte[] value) throws IOException {
        put("/v1/kv/" + Percent.encode(prefix + name), value);
    }

    String put(String path, String body) throws IOException {
        return put(path, body.getBytes(StandardCharsets.UTF_8));
    }

    private String put(String path, byte[] body) throws IOException {
        return call(new Request.Builder().url(address + path).put(RequestBody.create(body)));
    }

    /**
     * A token of the test's own.
     *
     * @param rules what it may
     * @param more further fields of it, each with a comma before
     */
    Token token(String rules, String more) throws IOException {
        String name = prefix.replaceAll("[^a-z0-9-]", "") + "-" + UUID.randomUUID();
        JsonObject policy = new JsonObject();
        policy.addProperty("Name", name);
        policy.addProperty("Rules", rules);
        String made = put("/v1/acl/policy", policy.toString());
        String token = put("/v1/acl/token", "{\"Policies\": [{\"Name\": \"" + name + "\"}]" + more + "}");
        return new Token(this, field(token, "SecretID"), field(token, "AccessorID"), field(made, "ID"));
    }

    private static String field(String json, String name) {
        return JsonParser.parseString(json).getAsJsonObject().get(name).getAsString();
    }

    /** A token, which goes with its policy when it is closed. */
    record Token(RealTools tools, String secret, String accessor, String policy) implements AutoCloseable {

        void delete() throws IOException {
            tools.delete("/v1/acl/token/" + accessor);
        }

        @Override
        public void close() throws IOException {
            // Of one that is not there any more, Consul says so.
            tools.client
                    .newCall(tools.signed(new Request.Builder()
                            .url(tools.address + "/v1/acl/token/" + accessor)
                            .delete()))
                    .execute()
                    .close();
            tools.delete("/v1/acl/policy/" + policy);
        }
    }

    void delete(String path) throws IOException {
        call(new Request.Builder().url(address + path).delete());
    }

    private String call(Request.Builder request) throws IOException {
        try (Response response = client.newCall(signed(request)).execute()) {
            String text = response.body().string();
            assertThat(response.code()).as(text).isEqualTo(200);
            return text;
        }
    }

    private Request signed(Request.Builder request) {
        return request.header("X-Consul-Token", management).build();
    }

    /** What consul-template makes of a template without us. */
    static byte[] byHand(Path folder, String template, Map<String, String> more)
            throws IOException, InterruptedException {
        Path source = Files.createTempFile(folder, "by-hand", ".tpl");
        Path target = Files.createTempFile(folder, "by-hand", ".out");
        Files.writeString(source, template);
        ProcessBuilder builder = new ProcessBuilder(
                        System.getenv("CHANDLER_TESTBED_CONSUL_TEMPLATE"), "-once", "-template", source + ":" + target)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("CONSUL_HTTP_ADDR", System.getenv("CONSUL_HTTP_ADDR"));
        builder.environment().putAll(more);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return Files.readAllBytes(target);
    }

    static PreparedStep step(Path folder, Setting settings) throws InterruptedException {
        return step(folder, settings, Map.of());
    }

    static PreparedStep step(Path folder, Setting settings, Map<String, String> more) throws InterruptedException {
        Map<String, String> environment = environment();
        environment.putAll(more);
        return new ConsulTemplateProvisioner()
                .prepare(new FakeRequest(settings, folder)
                        .clientEnvironment(environment)
                        .variables(Map.of("project", "factory")));
    }

    /** A run of a step in an instance that has nothing but what it needs to be one. */
    static Ran run(PreparedStep step) throws Exception {
        try (OwnFolder own = OwnFolder.make();
                FakeEngine engine = new FakeEngine();
                Instance instance = engine.create(new InstanceSpec(
                        engine.resolve(new BaseReference.Image("busybox")), Optional.empty(), false))) {
            FakeContext context = new FakeContext(instance).with(own.path());
            step.run(context);
            Map<String, TarFiles.Entry> files = new HashMap<>();
            for (String path : step.puts("/")) {
                files.putAll(TarFiles.read(instance.get(path).orElseThrow()));
            }
            return new Ran(context, files);
        }
    }

    /** What came of it; files by their last names. */
    record Ran(FakeContext context, Map<String, TarFiles.Entry> files) {

        byte[] bytes(String name) {
            return files.get(name).text().getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() throws IOException {
        delete("/v1/kv/" + Percent.encode(prefix) + "?recurse=");
        UnixHttp.close(client);
    }
}
