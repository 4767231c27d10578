package dev.chandler.lib.unixhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewIdentityTest {

    @TempDir
    Path folder;

    @Test
    void keyAndCertificateBelongTogetherAndLastForYears() throws Exception {
        Path certificate = folder.resolve("new/client.crt");
        Path key = folder.resolve("new/client.key");

        NewIdentity.write(certificate, key, "somebody");

        X509Certificate made = PemFile.certificates(certificate).get(0);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(PemFile.key(key));
        byte[] signed = signature.sign();
        signature.initVerify(made);
        assertThat(signature.verify(signed)).isTrue();
        assertThat(made.getSubjectX500Principal().getName()).contains("CN=somebody");
        assertThat(made.getNotAfter().toInstant()).isAfter(Instant.now().plus(Duration.ofDays(3640)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyThatIsThereStays() throws Exception {
        Path key = Files.writeString(folder.resolve("client.key"), "mine");

        assertThatThrownBy(() -> NewIdentity.write(folder.resolve("client.crt"), key, "somebody"))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(key).hasContent("mine");
        assertThat(folder.resolve("client.crt")).doesNotExist();
    }
}
