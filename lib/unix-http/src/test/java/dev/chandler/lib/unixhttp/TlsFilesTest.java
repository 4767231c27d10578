package dev.chandler.lib.unixhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the keys and certificates that OpenSSL makes, as everybody's are. */
@Timeout(60)
class TlsFilesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeAnAuthorityAndAServer() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout ca-key.pem -out ca.pem");
        openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out server-key.pem");
        signed("server", "subjectAltName=IP:127.0.0.1,DNS:localhost");
    }

    private void openssl(String arguments) throws Exception {
        Process process = new ProcessBuilder(("openssl " + arguments).split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private void signed(String name, String extensions) throws Exception {
        Files.writeString(folder.resolve(name + ".ext"), extensions);
        openssl("req -new -key " + name + "-key.pem -subj /CN=" + name + " -out " + name + ".csr");
        openssl("x509 -req -in " + name + ".csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 -extfile " + name
                + ".ext -out " + name + ".pem");
    }

    private TlsFiles files(String name, boolean verify) {
        return new TlsFiles(
                Optional.of(folder.resolve("ca.pem")),
                Optional.of(folder.resolve(name + ".pem")),
                Optional.of(folder.resolve(name + "-key.pem")),
                verify);
    }

    private MockWebServer server() throws IOException {
        TlsFiles files = files("server", true);
        SSLContext context = files.context(files.trust());
        MockWebServer server = new MockWebServer();
        server.useHttps(context.getSocketFactory());
        server.requireClientAuth();
        server.enqueue(new MockResponse.Builder().body("well").build());
        server.start(InetAddress.getLoopbackAddress(), 0);
        return server;
    }

    private static String get(MockWebServer server, TlsFiles files) throws IOException {
        return get(server, files, Optional.empty());
    }

    private static String get(MockWebServer server, TlsFiles files, Optional<String> name) throws IOException {
        return get(server, UnixHttp.tlsClient(files, name).build());
    }

    private static String get(MockWebServer server, OkHttpClient client) throws IOException {
        try (Response response = client.newCall(
                        new Request.Builder().url(server.url("/")).build())
                .execute()) {
            return response.body().string();
        } finally {
            UnixHttp.close(client);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out client-key.pem",
                "genrsa -traditional -out client-key.pem 2048",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client-key.pem",
                "ecparam -name secp384r1 -genkey -out client-key.pem"
            })
    void clientAndServerKnowEachOtherWithAnyKindOfKey(String making) throws Exception {
        openssl(making);
        signed("client", "extendedKeyUsage=clientAuth");
        try (MockWebServer server = server()) {
            assertThat(get(server, files("client", true))).isEqualTo("well");
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsRefusedUnlessAnyWillDo() throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout other-key.pem -out other.pem");
        TlsFiles other = new TlsFiles(
                Optional.of(folder.resolve("other.pem")),
                Optional.of(folder.resolve("server.pem")),
                Optional.of(folder.resolve("server-key.pem")),
                true);
        try (MockWebServer server = server()) {
            assertThatThrownBy(() -> get(server, other)).isInstanceOf(SSLException.class);
            TlsFiles any = new TlsFiles(other.authority(), other.certificate(), other.key(), false);
            assertThat(get(server, any)).isEqualTo("well");
        }
    }

    @Test
    void aServerIsKnownByTheDigestOfItsCertificateAlone() throws Exception {
        TlsFiles client = new TlsFiles(
                Optional.empty(),
                Optional.of(folder.resolve("server.pem")),
                Optional.of(folder.resolve("server-key.pem")),
                true);
        X509Certificate certificate =
                PemFile.certificates(folder.resolve("server.pem")).get(0);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        try (MockWebServer server = server()) {
            OkHttpClient other = UnixHttp.pinnedClient(client, "0".repeat(64)).build();
            assertThatThrownBy(() -> get(server, other))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining(digest);
            assertThat(get(server, UnixHttp.pinnedClient(client, digest).build()))
                    .isEqualTo("well");
        }
    }

    @Test
    void aServerOfAnotherNameIsReachedByThatNameAlone() throws Exception {
        signed("server", "subjectAltName=DNS:consul.example");
        try (MockWebServer server = server()) {
            assertThatThrownBy(() -> get(server, files("server", true))).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> get(server, files("server", true), Optional.of("other.example")))
                    .isInstanceOf(SSLException.class);
            assertThat(get(server, files("server", true), Optional.of("consul.example")))
                    .isEqualTo("well");
            assertThat(server.takeRequest().getHandshakeServerNames()).containsExactly("consul.example");
        }
    }

    @Test
    void whatIsWrongWithAFileIsSaidWithItsName() throws Exception {
        openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes128 -pass pass:x -out locked-key.pem");
        Files.copy(folder.resolve("ca.pem"), folder.resolve("locked.pem"));
        Files.writeString(folder.resolve("empty-key.pem"), "");
        Files.copy(folder.resolve("ca.pem"), folder.resolve("empty.pem"));

        for (String name : List.of("locked", "empty", "missing")) {
            TlsFiles files = files(name, true);
            X509TrustManager trust = files.trust();
            assertThatThrownBy(() -> files.context(trust))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name + "-key.pem");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out client-key.pem",
                "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client-key.pem"
            })
    void aKeyThatIsNotTheCertificatesIsNamedWithIt(String making) throws Exception {
        openssl(making);
        Files.copy(folder.resolve("server.pem"), folder.resolve("client.pem"));
        TlsFiles files = files("client", true);
        X509TrustManager trust = files.trust();

        assertThatThrownBy(() -> files.context(trust))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("client-key.pem is not that of the certificate in")
                .hasMessageContaining("client.pem");
    }

    @Test
    void aFolderHasTheUsualNamesOfWhichAnyMayBeMissing() {
        assertThat(TlsFiles.in(folder, true))
                .isEqualTo(
                        new TlsFiles(Optional.of(folder.resolve("ca.pem")), Optional.empty(), Optional.empty(), true));
    }
}
