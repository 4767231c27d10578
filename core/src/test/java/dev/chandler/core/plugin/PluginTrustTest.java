package dev.chandler.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.Provisioner;
import dev.chandler.core.trust.Place;
import dev.chandler.core.trust.PolicyFile;
import dev.chandler.core.trust.SignatureFile;
import dev.chandler.core.trust.Signer;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The user's policy at the door. */
class PluginTrustTest {

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    private final Signer acme = new Signer();

    @Test
    void opensAJarThatATrustedKeyHasSigned() throws IOException {
        acme.sign(where("moon").writeTo(folder));

        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
        }
    }

    @Test
    void opensAZipThatATrustedKeyHasSigned() throws IOException {
        acme.sign(where("moon").zipTo(folder));

        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
        }
    }

    @Test
    void refusesOneThatIsNotSignedAndGoesOnWithTheOthers() throws IOException {
        acme.sign(where("moon").writeTo(folder));
        Path unsigned = where("sun").writeTo(folder).toRealPath();

        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "sun", "CH-TRUST-010");
            assertThat(host.provisioner("moon")).isPresent();
            assertThat(host.plugins())
                    .filteredOn(plugin -> plugin.file().equals(unsigned))
                    .extracting(PluginDescriptor::state)
                    .containsExactly(PluginState.REFUSED);
        }
    }

    @Test
    void asksOfNoPluginThatNobodyUses() throws IOException {
        acme.sign(where("moon").writeTo(folder));
        where("sun").writeTo(folder);

        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
            assertThat(host.refusals()).isEmpty();
        }
    }

    @Test
    void refusesAJarThatWasChanged() throws IOException {
        Path jar = where("moon").writeTo(folder);
        acme.sign(jar);
        where("moon").header("Plugin-Description", "Another.").writeTo(folder);

        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "moon", "CH-TRUST-012");
        }
    }

    @Test
    void refusesAZipThatWasChangedAlsoWhereItIsUnpackedAlready() throws IOException {
        Path zip = where("moon").zipTo(folder);
        acme.sign(zip);
        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
        }
        Files.write(SignatureFile.of(zip), acme.sign(new byte[0]));

        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "moon", "CH-TRUST-012");
        }
    }

    @Test
    void holdsAKeyToTheIdsThatItMaySign() throws IOException {
        acme.sign(where("moon").writeTo(folder));

        try (PluginHost host = open(policy("keys: {acme: {key: %s, subjects: acme-*}}".formatted(acme.publicKey())))) {
            assertRefused(host, "moon", "CH-TRUST-013");
        }
    }

    @Test
    void letsInWhatIsNotSignedByThePlaceThatItLiesIn() throws IOException {
        Path users = Files.createDirectory(folder.resolve("user"));
        Path projects = Files.createDirectory(folder.resolve("project"));
        where("moon").writeTo(users);
        where("sun").writeTo(projects);

        try (PluginHost host = PluginHost.open(sources(
                policy("unsigned: [user, folder]"),
                new PluginFolder(users, "a test", true, Place.USER),
                new PluginFolder(projects, "a test", true, Place.PROJECT)))) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains(users + "/moon-1.0.0.jar");
            assertRefused(host, "sun", "CH-TRUST-010");
        }
    }

    @Test
    void looksForTheSignatureOfALinkedJarBesideTheRealOneAndSaysWhere() throws IOException {
        Path real = where("moon")
                .writeTo(Files.createDirectory(folder.resolve("elsewhere")))
                .toRealPath();
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Path link = Files.createSymbolicLink(plugins.resolve("moon.jar"), real);
        acme.sign(link);
        PluginSources sources = sources(trustingAcme(), new PluginFolder(plugins, "a test", true));

        try (PluginHost host = PluginHost.open(sources)) {
            assertThatThrownBy(() -> host.provisioner("moon"))
                    .isInstanceOfSatisfying(
                            PluginException.class,
                            e -> assertThat(e.problems().get(0).remedy())
                                    .hasValueSatisfying(remedy ->
                                            assertThat(remedy).contains("\"" + SignatureFile.of(real) + "\"")));
        }
    }

    @Test
    void refusesAJarThatLoadsFromBesideItselfAlsoWhereItIsSigned() throws IOException {
        acme.sign(where("moon").header("Class-Path", "evil.jar lib/").writeTo(folder));

        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "moon", "CH-PLUGIN-050");
        }
        try (PluginHost host = open(TrustPolicy.none())) {
            assertRefused(host, "moon", "CH-PLUGIN-050");
            assertThat(host.refusals().get(0).why())
                    .hasValueSatisfying(why -> assertThat(why).contains("moon-1.0.0.jar", "\"evil.jar lib/\""));
        }
    }

    @Test
    void refusesAZipOneOfWhoseJarsLoadsFromBesideItself() throws IOException {
        where("moon").header("Class-Path", "file:/evil.jar").zipTo(folder);
        Path library = where("lib")
                .header("Class-Path", "evil.jar")
                .writeTo(Files.createDirectory(folder.resolve("libraries")));
        where("sun").zipTo(folder, library);

        try (PluginHost host = open(TrustPolicy.none())) {
            assertRefused(host, "moon", "CH-PLUGIN-050");
            assertRefused(host, "sun", "CH-PLUGIN-050");
        }
    }

    @Test
    void refusesAJarWithAnIndexOfFurtherJars() throws IOException {
        where("moon").entry("META-INF/INDEX.LIST", new byte[0]).writeTo(folder);

        try (PluginHost host = open(TrustPolicy.none())) {
            assertRefused(host, "moon", "CH-PLUGIN-050");
        }
    }

    @Test
    void whatIsNotLetInTakesOutNothingThatHasItsId() throws IOException {
        Path users = Files.createDirectory(folder.resolve("user"));
        Path projects = Files.createDirectory(folder.resolve("project"));
        Path signed = where("moon").writeTo(users);
        acme.sign(signed);
        Path unsigned = where("moon").writeTo(projects).toRealPath();
        PluginFolder user = new PluginFolder(users, "a test", true, Place.USER);
        PluginFolder project = new PluginFolder(projects, "a test", true, Place.PROJECT);

        try (PluginHost host = PluginHost.open(sources(trustingAcme(), project, user))) {
            assertThat(host.provisioner("moon")).isPresent();
            assertThat(host.refusals()).extracting(Problem::code).containsExactly("CH-TRUST-010");
            assertThat(host.plugins())
                    .filteredOn(plugin -> plugin.file().equals(unsigned))
                    .extracting(PluginDescriptor::state)
                    .containsExactly(PluginState.REFUSED);
        }
    }

    @Test
    void whatIsNotLetInTakesOutNoProvisionerEither() throws IOException {
        acme.sign(where("moon").writeTo(folder));
        where("moon").header("Plugin-Id", "other").writeTo(folder, "other.jar", content -> content);

        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
        }
    }

    @Test
    void twoThatAreLetInStillTakeOutEachOther() throws IOException {
        acme.sign(where("moon").writeTo(folder));
        Path other = where("moon").writeTo(folder, "other.jar", content -> content);
        acme.sign(other);

        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "moon", "CH-PLUGIN-006");
        }
    }

    @Test
    void refusesAZipThatWasSwappedForOneOfTheSameSizeAndTimeBehindAWarmCache() throws IOException {
        Path zip = where("moon").header("Plugin-Description", "One.").zipTo(folder);
        acme.sign(zip);
        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
        }
        FileTime time = Files.getLastModifiedTime(zip);
        long size = Files.size(zip);
        byte[] content = Files.readAllBytes(zip);
        // A byte of the time in the first local header, which no checksum is over.
        content[10] ^= 1;
        Files.write(zip, content);
        Files.setLastModifiedTime(zip, time);

        try (PluginHost host = open(trustingAcme())) {
            assertThat(Files.size(zip)).isEqualTo(size);
            assertRefused(host, "moon", "CH-TRUST-012");
        }
        acme.sign(zip);
        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "moon", "CH-PLUGIN-002");
        }
    }

    @Test
    void refusesOneThatNeedsAnotherThatIsNotLetIn() throws IOException {
        acme.sign(where("sun").header("Plugin-Dependencies", "moon").writeTo(folder));
        where("moon").writeTo(folder);

        try (PluginHost host = open(trustingAcme())) {
            assertRefused(host, "sun", "CH-PLUGIN-013");
        }
    }

    @Test
    void loadsACopyOfWhatWasLookedAtAndNotTheFile() throws IOException {
        Path jar = where("moon").writeTo(folder);
        byte[] signed = Files.readAllBytes(jar);
        acme.sign(jar);

        try (PluginHost host = open(trustingAcme())) {
            Provisioner moon = host.provisioner("moon").orElseThrow();
            Files.writeString(jar, "swapped");

            Path loaded = Path.of(moon.keyVersion());
            assertThat(loaded).startsWith(cache.toRealPath());
            assertThat(Files.readAllBytes(loaded)).isEqualTo(signed);
        }
    }

    @Test
    void refusesWhatHasBecomeAnotherPluginSinceItWasListed() throws IOException {
        Path jar = where("moon").writeTo(folder);
        acme.sign(jar);
        try (PluginHost host = open(policy("keys: {acme: {key: %s, subjects: moon}}".formatted(acme.publicKey())))) {
            Path other = where("sun").writeTo(Files.createDirectory(folder.resolve("other")));
            Files.copy(other, jar, StandardCopyOption.REPLACE_EXISTING);
            acme.sign(jar);

            assertRefused(host, "moon", "CH-PLUGIN-002");
        }
    }

    @Test
    void writesNoCopyAgainThatIsThereAlready() throws IOException {
        acme.sign(where("moon").writeTo(folder));
        Path loaded;
        try (PluginHost host = open(trustingAcme())) {
            loaded = Path.of(host.provisioner("moon").orElseThrow().keyVersion());
        }
        Object written = Files.readAttributes(loaded, BasicFileAttributes.class).fileKey();

        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).isPresent();
            assertThat(Files.readAttributes(loaded, BasicFileAttributes.class).fileKey())
                    .isEqualTo(written);
        }
    }

    @Test
    void copiesAgainWhatWasDamagedInTheCache() throws IOException {
        Path jar = where("moon").writeTo(folder);
        acme.sign(jar);
        Path loaded;
        try (PluginHost host = open(trustingAcme())) {
            loaded = Path.of(host.provisioner("moon").orElseThrow().keyVersion());
        }
        Files.writeString(loaded, "damaged");

        try (PluginHost host = open(trustingAcme())) {
            assertThat(host.provisioner("moon")).map(Provisioner::keyVersion).contains(loaded.toString());
            assertThat(loaded).hasSameBinaryContentAs(jar);
        }
    }

    @Test
    void leavesNothingUnderWay() throws IOException {
        acme.sign(where("moon").writeTo(folder));
        acme.sign(where("sun").zipTo(folder));

        try (PluginHost host = open(trustingAcme())) {
            host.provisioner("moon");
            host.provisioner("sun");
        }
        try (Stream<Path> left = Files.list(cache.resolve("plugins"))) {
            assertThat(left)
                    .hasSize(2)
                    .noneMatch(path -> path.getFileName().toString().startsWith("."));
        }
    }

    /** A provisioner whose key version is the file that it was loaded from. */
    private static PluginJar where(String id) {
        return PluginJar.of(id)
                .provisioner(
                        id,
                        "org.example.Where",
                        Sources.asking(
                                "Where",
                                id,
                                "return Where.class.getProtectionDomain().getCodeSource().getLocation().getPath();"));
    }

    private static void assertRefused(PluginHost host, String id, String code) {
        assertThatThrownBy(() -> host.provisioner(id))
                .isInstanceOfSatisfying(
                        PluginException.class,
                        e -> assertThat(e.problems()).extracting(Problem::code).containsExactly(code));
    }

    private TrustPolicy trustingAcme() throws IOException {
        return policy("keys: {acme: {key: %s}}".formatted(acme.publicKey()));
    }

    private TrustPolicy policy(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.yml"), text);
        return TrustPolicy.load(List.of(new PolicyFile(file, "the user", false)), folder);
    }

    private PluginHost open(TrustPolicy policy) {
        return PluginHost.open(sources(policy, new PluginFolder(folder, "a test", true)));
    }

    private PluginSources sources(TrustPolicy policy, PluginFolder... folders) {
        return new PluginSources(
                List.of(),
                List.of(folders),
                cache.resolve("plugins.index"),
                cache.resolve("plugins"),
                PluginPins.none(),
                policy);
    }
}
