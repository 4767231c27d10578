package dev.chandler.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chandler.cli.Captured;
import dev.chandler.cli.install.Motd;
import dev.chandler.testkit.PluginJar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginVerifyCommandTest {

    @TempDir
    Path folder;

    private KeyPair acme;

    @BeforeEach
    void makeKey() throws Exception {
        acme = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @Test
    void saysThatNothingIsAskedForWithoutAPolicy() {
        motd().writeTo(plugins());

        Captured shown = Captured.run(folder, "plugin", "verify");

        assertThat(shown.code()).isZero();
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out())
                .contains("motd 1.0.0, dropped-in", "sha256:", "not asked for: there is no policy", "ready")
                .containsPattern("signature +none");
    }

    @Test
    void saysNothingWhereAllIsBuiltIn() {
        assertThat(Captured.run(folder, "plugin", "verify")).isEqualTo(new Captured(0, "", ""));
    }

    @Test
    void saysWhoHasSigned() throws Exception {
        sign(motd().writeTo(plugins()));
        policy(".config/chandler/policy.yml", trustingAcme());

        Captured shown = Captured.run(folder, "plugin", "verify", "motd");

        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("signed by \"acme\"", "motd-1.0.0.jar.sig", "ready");
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        motd().writeTo(plugins());
        policy(".config/chandler/policy.yml", trustingAcme());

        Captured shown = Captured.run(folder, "plugin", "verify", "motd");

        assertThat(shown.code()).isEqualTo(3);
        assertThat(shown.out()).contains("refused: \"motd\" is not signed");
        assertThat(shown.err()).containsOnlyOnce("CH-TRUST-010").contains("\"project\"", "policy.yml");
    }

    @Test
    void saysWhatIsWrongWithOneThatIsSignedAndDoesNotWork() throws Exception {
        sign(motd().header("Plugin-Requires", ">=9.0.0").writeTo(plugins()));
        policy(".config/chandler/policy.yml", trustingAcme());

        Captured shown = Captured.run(folder, "plugin", "verify", "motd");

        assertThat(shown.code()).isEqualTo(3);
        assertThat(shown.out()).contains("signed by \"acme\"", "refused: plugin \"motd\" 1.0.0 was built for another");
        assertThat(shown.err()).contains("CH-PLUGIN-005");
    }

    @Test
    void takesFilesFromAnywhereWhichArePutNowhereYet() throws Exception {
        motd().writeTo(folder);

        Captured allowed = Captured.run(
                folder,
                Map.of("CHANDLER_POLICY", policy("mine.yml", "unsigned: file")),
                "plugin",
                "verify",
                "./motd-1.0.0.jar");
        Captured refused = Captured.run(
                folder, "plugin", "verify", "motd-1.0.0.jar", "--policy", policy("other.yml", "unsigned: project"));

        assertThat(allowed.code()).isZero();
        assertThat(allowed.out()).contains("not signed, which the policy allows for \"file\"");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("CH-TRUST-010", "it comes from \"file\"");
    }

    @Test
    void asksOfAFileThatLiesInAPluginFolderByThatPlace() throws Exception {
        motd().writeTo(plugins());
        policy(".config/chandler/policy.yml", "unsigned: project");

        Captured shown = Captured.run(folder, "plugin", "verify", ".chandler/plugins/motd-1.0.0.jar");

        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("allows for \"project\"");
    }

    @Test
    void printsTheSameForPrograms() throws Exception {
        Path jar = motd().writeTo(plugins());
        sign(jar);
        policy(".config/chandler/policy.yml", trustingAcme());

        JsonObject plugin = json(Captured.run(folder, "plugin", "verify", "--json"));

        assertThat(plugin.get("id").getAsString()).isEqualTo("motd");
        assertThat(plugin.get("digest").getAsString()).startsWith("sha256:");
        assertThat(plugin.get("signature").getAsString()).isEqualTo(jar + ".sig");
        assertThat(plugin.getAsJsonObject("policy").get("verdict").getAsString())
                .isEqualTo("signed");
        assertThat(plugin.getAsJsonObject("policy").get("by").getAsString()).isEqualTo("acme");
        assertThat(plugin.get("state").getAsString()).isEqualTo("ready");
    }

    @Test
    void tellsProgramsWhyOneIsNotLetIn() throws Exception {
        Path jar = motd().writeTo(plugins());
        sign(jar);
        motd().header("Plugin-Description", "Another.").writeTo(plugins());
        policy(".config/chandler/policy.yml", trustingAcme());

        Captured shown = Captured.run(folder, "plugin", "verify", "--json");

        assertThat(shown.code()).isEqualTo(3);
        JsonObject policy = json(shown).getAsJsonObject("policy");
        assertThat(policy.get("verdict").getAsString()).isEqualTo("refused");
        assertThat(policy.getAsJsonObject("reason").get("code").getAsString()).isEqualTo("CH-TRUST-012");
        assertThat(json(shown).get("state").getAsString()).isEqualTo("refused");
    }

    @Test
    void letsNoPluginWriteRowsOfItsOwn() throws Exception {
        Path jar = motd().header("Plugin-Version", "1.0.0\u001b[2K").writeTo(plugins());
        Files.move(jar, plugins().resolve("motd\npolicy     signed by \"acme\"\u001b[8m.jar"));
        policy(".config/chandler/policy.yml", trustingAcme());

        Captured shown = Captured.run(folder, "plugin", "verify");

        assertThat(shown.out()).doesNotContain("\u001b").contains("motd\\npolicy");
        assertThat(shown.out().lines().filter(line -> line.startsWith("policy")))
                .hasSize(1);
        assertThat(Captured.run(folder, "plugin", "list").out())
                .doesNotContain("\u001b")
                .contains("motd\\npolicy");
    }

    @Test
    void saysThatAFolderIsNotThere() {
        motd().writeTo(plugins());

        Captured all = Captured.run(folder, Map.of("CHANDLER_PLUGINS", "/nonexistent"), "plugin", "verify");
        Captured named = Captured.run(folder, Map.of("CHANDLER_PLUGINS", "/nonexistent"), "plugin", "verify", "motd");

        assertThat(all.code()).isEqualTo(3);
        assertThat(all.err()).contains("CH-PLUGIN-011", "/nonexistent");
        assertThat(named.code()).isEqualTo(3);
        assertThat(named.err()).contains("CH-PLUGIN-011", "/nonexistent");
    }

    @Test
    void saysBySourceWhatAPolicyIsAskedFor() throws Exception {
        motd().writeTo(plugins());

        assertThat(Captured.run(folder, "plugin", "verify").out()).containsPattern("source +project");
        assertThat(json(Captured.run(folder, "plugin", "verify", "--json"))
                        .get("source")
                        .getAsString())
                .isEqualTo("project");
    }

    @Test
    void showsASignatureThatIsALinkToNowhere() throws Exception {
        Path jar = motd().writeTo(plugins());
        Files.createSymbolicLink(Path.of(jar + ".sig"), folder.resolve("nowhere"));
        policy(".config/chandler/policy.yml", "unsigned: project");

        Captured shown = Captured.run(folder, "plugin", "verify");

        assertThat(shown.code()).isEqualTo(3);
        assertThat(shown.out()).contains("motd-1.0.0.jar.sig");
        assertThat(shown.err()).contains("CH-TRUST-014");
    }

    @Test
    void saysOfAnEmptyNameOfAPolicyWhoNamesIt() {
        Captured shown = Captured.run(folder, "plugin", "verify", "--policy", "");

        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err()).contains("CH-TRUST-001", "policy", "--policy names it");
    }

    @Test
    void saysThatThereIsNone() {
        Captured shown = Captured.run(folder, "plugin", "verify", "exex");

        assertThat(shown.code()).isEqualTo(3);
        assertThat(shown.err()).contains("CH-PLUGIN-017", "did you mean \"exec\"?");
    }

    @Test
    void saysWhereThePolicyIsWrong() throws Exception {
        policy(".config/chandler/policy.yml", "unsigned: projct\n");

        Captured shown = Captured.run(folder, "plugin", "verify");

        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err())
                .contains(".config/chandler/policy.yml:1:11", "CH-TRUST-003", "did you mean \"project\"?");
    }

    @Test
    void saysThatThePolicyThatWasNamedIsNotThere() {
        Captured shown = Captured.run(folder, "plugin", "list", "--policy", "gone.yml");

        assertThat(shown.code()).isEqualTo(2);
        assertThat(shown.err()).contains("CH-TRUST-001", "gone.yml", "--policy names it");
    }

    @Test
    void aManifestThatNeedsOneWhichIsNotLetInEndsWithTheReasonAndOthersGoOn() throws Exception {
        motd().writeTo(plugins());
        policy(".config/chandler/policy.yml", trustingAcme());
        Files.writeString(folder.resolve("needs.yml"), "base: busybox\ninstall:\n  - motd: hello\n");
        Files.writeString(folder.resolve("other.yml"), "base: busybox\ninstall:\n  - run: \"true\"\n");

        Captured needs = Captured.run(folder, "validate", "-f", "needs.yml");

        assertThat(needs.code()).isEqualTo(3);
        assertThat(needs.err()).contains("CH-TRUST-010", "\"motd\" is not signed");
        assertThat(Captured.run(folder, "validate", "-f", "other.yml").code()).isZero();
    }

    @Test
    void aProjectCannotLoosenThePolicy() throws Exception {
        motd().writeTo(plugins());
        policy(".config/chandler/policy.yml", trustingAcme());
        policy(".chandler/policy.yml", "unsigned: \"*\"");
        policy("policy.yml", "unsigned: \"*\"");

        assertThat(Captured.run(folder, "plugin", "verify").err()).contains("CH-TRUST-010");
    }

    private static JsonObject json(Captured shown) {
        return JsonParser.parseString(shown.out()).getAsJsonArray().get(0).getAsJsonObject();
    }

    private String trustingAcme() {
        return "keys: {acme: {key: %s}}"
                .formatted(Base64.getEncoder().encodeToString(acme.getPublic().getEncoded()));
    }

    private String policy(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return name;
    }

    private void sign(Path file) throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(acme.getPrivate());
        signature.update(Files.readAllBytes(file));
        Files.write(
                Path.of(file + ".sig"),
                Base64.getEncoder().encodeToString(signature.sign()).getBytes(StandardCharsets.US_ASCII));
    }

    private Path plugins() {
        return folder.resolve(".chandler/plugins");
    }

    private static PluginJar motd() {
        return Motd.of("motd", "1.0.0");
    }
}
