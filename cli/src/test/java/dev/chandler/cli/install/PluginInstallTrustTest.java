package dev.chandler.cli.install;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plugin install} where a policy says whose plugins may be. */
class PluginInstallTrustTest {

    @TempDir
    Path root;

    private Path project;
    private Path policy;
    private Path jar;
    private KeyPair keys;

    @BeforeEach
    void trustOneKey() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        project = Files.createDirectories(root.resolve("project"));
        jar = Motd.jar(root, "motd", "1.0.0");
        policy = Files.writeString(
                root.resolve("trust.yml"),
                "keys:\n  author:\n    key: "
                        + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()) + "\n");
    }

    private void sign() throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(Files.readAllBytes(jar));
        Files.write(
                root.resolve("motd-1.0.0.jar.sig"),
                Base64.getEncoder().encodeToString(signature.sign()).getBytes(US_ASCII));
    }

    private Captured install() {
        return Captured.run(project, "plugin", "install", jar.toString(), "--policy", policy.toString());
    }

    private void refused() throws IOException {
        Captured run = install();
        assertThat(run.err()).contains("CH-TRUST-");
        assertThat(run.code()).isEqualTo(3);
        assertThat(project.resolve(".chandler/plugins")).isEmptyDirectory();
        assertThat(project.resolve("chandler.lock")).doesNotExist();
        assertThat(project.resolve(".cache/chandler/downloads")).doesNotExist();
    }

    @Test
    void aPluginThatIsSignedByATrustedKeyIsInstalledAndUsed() throws Exception {
        sign();
        Motd.manifest(project, "motd");

        assertThat(install().err()).isEmpty();

        assertThat(Captured.run(project, "validate", "--locked", "--policy", policy.toString())
                        .code())
                .isZero();
    }

    @Test
    void aPluginThatNobodyHasSignedIsNotInstalled() throws IOException {
        refused();
    }

    @Test
    void aPluginThatWasChangedAfterItWasSignedIsNotInstalled() throws Exception {
        sign();
        Motd.of("motd", "1.0.0").header("Plugin-Description", "another").writeTo(root);

        refused();
    }

    /** What was installed, and is kept, is unsigned; its author has signed it since. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPluginThatWasInstalledUnsignedGetsItsSignatureFromWhereItCameFrom(boolean there) throws Exception {
        jar = Motd.jar(Files.createDirectories(project.resolve("shelf")), "motd", "1.0.0");
        assertThat(Captured.run(project, "plugin", "install", "shelf/motd-1.0.0.jar")
                        .err())
                .isEmpty();
        sign();
        Files.move(root.resolve("motd-1.0.0.jar.sig"), project.resolve("shelf/motd-1.0.0.jar.sig"));
        Path installed = project.resolve(".chandler/plugins/motd-1.0.0.jar");
        if (!there) {
            Files.delete(installed);
        }

        Captured run = Captured.run(project, "plugin", "install", "--policy", policy.toString());

        assertThat(run.err()).isEmpty();
        assertThat(installed).exists();
        assertThat(installed.resolveSibling("motd-1.0.0.jar.sig")).exists();
    }
}
