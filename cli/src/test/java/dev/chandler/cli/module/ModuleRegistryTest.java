package dev.chandler.cli.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules pushed to a registry and had from there, also from one that does what no real one should. */
@Timeout(60)
class ModuleRegistryTest {

    @TempDir
    Path root;

    private RegistryDouble registry;
    private Path module;
    private Path team;
    private String name;

    @BeforeEach
    void begin() throws IOException {
        registry = new RegistryDouble();
        module = ModuleText.write(root.resolve("nginx"), "web/nginx", "1.2.0", "");
        team = Files.createDirectories(root.resolve("team"));
        name = registry.host() + "/teams/web/nginx";
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static Captured run(Path folder, String... args) {
        return Captured.run(
                folder, Stream.concat(Stream.of("module"), Arrays.stream(args)).toArray(String[]::new));
    }

    private Captured push(String version) throws IOException {
        ModuleText.write(module, "web/nginx", version, "");
        Captured pushed = run(module, "push", name);
        assertThat(pushed.err()).isEmpty();
        return pushed;
    }

    private JsonObject manifest(String tag) {
        return JsonParser.parseString(new String(registry.manifest("teams/web/nginx", tag), UTF_8))
                .getAsJsonObject();
    }

    private String layer(String tag) {
        return manifest(tag)
                .getAsJsonArray("layers")
                .get(0)
                .getAsJsonObject()
                .get("digest")
                .getAsString();
    }

    private static void fails(Captured run, String code, String words) {
        assertThat(run.err()).contains("[" + code + "]").contains(words);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whatIsPushedIsPulledWithTheSameDigest() throws IOException {
        Captured pushed = push("1.2.0");
        Captured pulled = run(team, "pull", name + "@^1.2", "--to", "modules/nginx");

        assertThat(pulled.err()).isEmpty();
        assertThat(pushed.out()).isEqualTo("pushed " + name + ":1.2.0\n  digest " + layer("1.2.0") + "\n");
        assertThat(pulled.out()).isEqualTo("web/nginx 1.2.0 " + layer("1.2.0") + ": modules/nginx\n");
        assertThat(team.resolve("modules/nginx/files/motd")).hasContent("motd of 1.2.0\n");
        assertThat(run(team.resolve("modules/nginx"), "pack", "-o", "../x.tar").out())
                .isEqualTo(layer("1.2.0") + "  ../x.tar\n");
    }

    @Test
    void theArtifactIsAsTheSpecificationOfImagesHasThem() throws IOException {
        push("1.2.0");

        JsonObject manifest = manifest("1.2.0");
        assertThat(manifest.get("artifactType").getAsString()).isEqualTo("application/vnd.chandler.module.v1");
        assertThat(manifest.getAsJsonObject("config").get("mediaType").getAsString())
                .isEqualTo("application/vnd.chandler.module.config.v1+json");
        assertThat(manifest.getAsJsonObject("annotations").toString())
                .isEqualTo("{\"org.opencontainers.image.title\":\"web/nginx\","
                        + "\"org.opencontainers.image.version\":\"1.2.0\","
                        + "\"org.opencontainers.image.description\":\"a web server\","
                        + "\"org.opencontainers.image.licenses\":\"Apache-2.0\"}");
    }

    @Test
    void theNewestInTheRangeIsChosenOfAllPagesOfTags() throws IOException {
        for (String version : new String[] {"1.0.0", "1.1.0", "1.2.0", "1.10.0", "2.0.0", "3.0.0-rc1"}) {
            push(version);
        }
        registry.put("teams/web/nginx", "latest", new byte[0]);

        assertThat(run(team, "pull", name + "@^1").out()).startsWith("web/nginx 1.10.0 ");
        assertThat(run(team, "pull", name).out()).startsWith("web/nginx 2.0.0 ");
        fails(run(team, "pull", name + "@^5"), "CH-MODULE-045", "1.10.0, 1.2.0");
    }

    @Test
    void aVersionWithBuildMetadataComesBackAsItWas() throws IOException {
        push("1.2.0+b.7");

        assertThat(registry.manifest("teams/web/nginx", "1.2.0_b.7")).isNotNull();
        assertThat(run(team, "pull", name).out()).startsWith("web/nginx 1.2.0+b.7 ");
    }

    @Test
    void theSameIsPushedOnceAndAnotherIsRefusedWithoutForce() throws IOException {
        push("1.2.0");
        assertThat(run(module, "push", name).out()).startsWith("is there already: " + name + ":1.2.0\n");
        Files.writeString(module.resolve("files/motd"), "another");

        fails(run(module, "push", name), "CH-MODULE-055", layer("1.2.0"));
        assertThat(run(module, "push", name, "--force").out()).startsWith("pushed ");
        assertThat(run(team, "pull", name, "--to", "x").code()).isZero();
        assertThat(team.resolve("x/files/motd")).hasContent("another");
    }

    @Test
    void aModuleThatNeedsAFolderOfItsAuthorsIsNotPushed() throws IOException {
        ModuleText.write(module, "web/nginx", "1.2.0", "requires: {modules: [../ca]}\n");

        Captured run = run(module, "push", name);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("[CH-MODULE-062]").contains("module.yml:8:");
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void whatWasPulledOnceIsThereWhenTheRegistryIsDown() throws IOException {
        push("1.2.0");
        run(team, "pull", name);
        registry.close();

        assertThat(run(team, "pull", name + "@^1", "--offline").out()).startsWith("web/nginx 1.2.0 ");
        fails(run(team, "pull", name), "CH-MODULE-044", "--offline");
    }

    @Test
    void offlineNobodyIsAsked() throws IOException {
        push("1.2.0");
        int before = registry.asked().size();

        fails(run(team, "pull", name, "--offline"), "CH-MODULE-045", "there is none at all");
        assertThat(registry.asked()).hasSize(before);
    }

    @Test
    void aBlobThatIsAnotherIsRefused() throws IOException {
        push("1.2.0");
        registry.damage(layer("1.2.0"), "something else".getBytes(UTF_8));

        fails(run(team, "pull", name), "CH-MODULE-043", layer("1.2.0"));
        assertThat(run(team, "pull", name, "--offline").code()).isEqualTo(3);
    }

    @Test
    void aBlobThatEndsTooEarlyIsRefused() throws IOException {
        push("1.2.0");
        registry.cutOff(1);

        fails(run(team, "pull", name), "CH-MODULE-044", "unexpected end of stream");
    }

    @Test
    void aTagOfSomethingElseIsNoModule() throws IOException {
        registry.put(
                "teams/web/nginx",
                "1.0.0",
                "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\"},\"layers\":[]}"
                        .getBytes(UTF_8));

        fails(run(team, "pull", name), "CH-MODULE-046", "application/vnd.chandler.module.v1");
    }

    @Test
    void aRepositoryThatIsNotThereIsSaid() {
        fails(run(team, "pull", name), "CH-MODULE-045", "no such repository");
    }

    @Test
    void aSignedModuleIsLetInByItsKeyAlone() throws Exception {
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String policy = "keys:\n  acme:\n    key: "
                + Base64.getEncoder().encodeToString(key.getPublic().getEncoded()) + "\n    subjects: web/*\n";
        Files.createDirectories(team.resolve(".config/chandler"));
        Files.writeString(team.resolve(".config/chandler/policy.yml"), policy);
        push("1.2.0");

        fails(run(team, "pull", name), "CH-TRUST-010", "oci:" + name + ":1.2.0");
        fails(run(team, "pull", name), "CH-TRUST-010", "chandler module push " + name + " --signature FILE");

        run(module, "pack");
        Files.writeString(module.resolve("nginx-1.2.0.tar.sig"), sign(key, module.resolve("nginx-1.2.0.tar")));
        assertThat(run(module, "push", name, "--signature", "nginx-1.2.0.tar.sig")
                        .out())
                .startsWith("pushed ");
        assertThat(run(team, "pull", name).err()).isEmpty();
        assertThat(run(team, "pull", name, "--offline").err()).isEmpty();

        Files.writeString(team.resolve(".config/chandler/policy.yml"), policy.replace("web/*", "db/*"));
        fails(run(team, "pull", name), "CH-TRUST-013", "web/nginx");
        fails(run(team, "pull", name, "--offline"), "CH-TRUST-013", "web/nginx");
    }

    private static String sign(KeyPair key, Path file) throws GeneralSecurityException, IOException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(Files.readAllBytes(file));
        return Base64.getEncoder().encodeToString(signer.sign());
    }
}
