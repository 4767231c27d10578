package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTokenTest {

    private static String encoded(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void itSaysWhatCertificateTheServerHasAndDoesNotShowItself() {
        String text = encoded("{\"fingerprint\":\"" + "0A".repeat(32) + "\",\"secret\":\"s3cret\"}");

        TrustToken token = TrustToken.parse(text + "\n").orElseThrow();

        assertThat(token.fingerprint()).isEqualTo("0a".repeat(32));
        assertThat(token.secret()).isEqualTo(text);
        assertThat(token.toString()).doesNotContain(text).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "c2VjcmV0", "e30=", "W10="})
    void anythingElseIsNone(String text) {
        assertThat(TrustToken.parse(text)).isEmpty();
    }
}
