package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LXD and its client, each with certificates that the other does not want. */
class LxdCertificatesIT {

    private static final String TRUSTED = "chandler-certificates-it";

    @TempDir
    Path folder;

    @BeforeEach
    void knowTheServer() throws IOException {
        forgetTheClient();
        Files.copy(FrailLxd.folder().resolve("server.crt"), folder.resolve("server.crt"));
    }

    @AfterEach
    void forgetTheClient() {
        FrailLxd.lxc("config", "trust", "list", "--format", "csv")
                .lines()
                .filter(line -> line.contains(TRUSTED))
                .forEach(line -> FrailLxd.lxc("config", "trust", "remove", line.split(",", -1)[3]));
    }

    /** A certificate that signs itself, with its key. */
    private void certificate(String name) {
        FrailLxd.run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:secp384r1",
                "-nodes",
                "-days",
                "10",
                "-subj",
                "/CN=chandler",
                "-keyout",
                folder.resolve(name + ".key").toString(),
                "-out",
                folder.resolve(name + ".crt").toString()));
    }

    /** The same, of last week. */
    private void expiredCertificate(String name) {
        Path store = folder.resolve(name + ".p12");
        FrailLxd.run(List.of(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-groupname",
                "secp384r1",
                "-dname",
                "CN=chandler",
                "-startdate",
                "-9d",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString()));
        FrailLxd.run(List.of(
                "openssl",
                "pkcs12",
                "-in",
                store.toString(),
                "-passin",
                "pass:secret",
                "-nodes",
                "-nocerts",
                "-out",
                folder.resolve(name + ".key").toString()));
        FrailLxd.run(List.of(
                "openssl",
                "pkcs12",
                "-in",
                store.toString(),
                "-passin",
                "pass:secret",
                "-nokeys",
                "-out",
                folder.resolve(name + ".crt").toString()));
    }

    private Engine connect() throws InterruptedException {
        return FrailLxd.connect(FrailLxd.https(), Map.of(ClientFolders.VARIABLE, folder.toString()));
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String code) {
        return assertThatThrownBy(this::connect)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(code)
                .hasMessageContaining(FrailLxd.https().address());
    }

    private void trust(String name) {
        FrailLxd.lxc("config", "trust", "add", folder.resolve(name).toString(), "--name", TRUSTED);
    }

    @Test
    void withCertificatesThatAreRightAllIsWell() throws Exception {
        certificate("client");
        trust("client.crt");

        try (Engine engine = connect()) {
            assertThat(engine.description()).startsWith("LXD 5");
        }
    }

    @Test
    void aClientWithoutACertificateLearnsWhichFileIsMissing() {
        assertRefused("CH-ENGINE-071")
                .hasMessageContaining("there is no client.crt")
                .hasMessageContaining(ClientFolders.VARIABLE);
    }

    @Test
    void aClientThatLxdDoesNotKnowLearnsHowItIsAdded() {
        certificate("client");

        assertRefused("CH-ENGINE-071")
                .hasMessageContaining("it does not know the certificate in " + folder.resolve("client.crt"))
                .hasMessageContaining("lxc config trust add " + folder.resolve("client.crt"));
    }

    @Test
    void aClientWhoseCertificateHasExpiredLearnsWhen() {
        expiredCertificate("client");

        assertRefused("CH-ENGINE-071")
                .hasMessageContaining(folder.resolve("client.crt") + " has expired, on ")
                .hasMessageContaining("have another one made");
    }

    @Test
    void aKeyThatIsNotTheCertificatesIsNamedWithIt() throws IOException {
        certificate("client");
        certificate("other");
        trust("client.crt");
        Files.move(folder.resolve("other.key"), folder.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);

        assertRefused("CH-ENGINE-089")
                .hasMessageContaining(folder.resolve("client.key") + " is not that of the certificate in "
                        + folder.resolve("client.crt"));
    }

    @Test
    void aFileThatIsNoCertificateIsNamed() throws IOException {
        certificate("client");
        Files.writeString(folder.resolve("client.crt"), "hello\n");

        assertRefused("CH-ENGINE-089")
                .hasMessageContaining("no certificate in " + folder.resolve("client.crt"))
                .hasMessageContaining("correct the files");
    }

    @Test
    void aServerWithAnotherCertificateThanThePinnedOneIsNotTrusted() throws IOException {
        certificate("client");
        trust("client.crt");
        certificate("other");
        Files.move(folder.resolve("other.crt"), folder.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING);

        assertRefused("CH-ENGINE-090")
                .hasMessageContaining("is not the one in " + folder.resolve("server.crt"))
                .hasMessageContaining("lxc info");
    }

    @Test
    void aServerThatHasSignedItsOwnCertificateIsNotTrustedUnlessItIsPinned() throws IOException {
        certificate("client");
        trust("client.crt");
        Files.delete(folder.resolve("server.crt"));

        assertRefused("CH-ENGINE-090")
                .hasMessageContaining("there is no server.crt to know it by")
                .hasMessageContaining(ClientFolders.VARIABLE);
    }

    @Test
    void aServerWhoseCertificateHasExpiredIsNotTrustedThoughItIsPinned() throws IOException {
        certificate("client");
        trust("client.crt");
        expiredCertificate("expired");
        for (String kind : List.of(".crt", ".key")) {
            Path own = FrailLxd.folder().resolve("server" + kind);
            Files.copy(own, folder.resolve("good" + kind));
        }
        Files.copy(folder.resolve("expired.crt"), folder.resolve("server.crt"), StandardCopyOption.REPLACE_EXISTING);
        try {
            restartedWith("expired");

            assertRefused("CH-ENGINE-090")
                    .hasMessageContaining("its certificate is not valid now")
                    .hasMessageContaining("make another one");
        } finally {
            restartedWith("good");
        }
    }

    private void restartedWith(String name) throws IOException {
        FrailLxd.harm("kill");
        for (String kind : List.of(".crt", ".key")) {
            Path own = FrailLxd.folder().resolve("server" + kind);
            Files.copy(folder.resolve(name + kind), own, StandardCopyOption.REPLACE_EXISTING);
        }
        FrailLxd.harm("start");
    }
}
