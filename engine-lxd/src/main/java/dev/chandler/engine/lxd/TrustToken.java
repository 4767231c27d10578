package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * What a daemon has printed for somebody whom it is to trust: good for one use. Immutable; does not show itself.
 *
 * <p>Source: LXD 5.0, {@code shared/api/certificate.go}, {@code CertificateAddToken}.
 */
final class TrustToken {

    private final String text;
    private final String fingerprint;

    private TrustToken(String text, String fingerprint) {
        this.text = text;
        this.fingerprint = fingerprint;
    }

    /** Reads one; empty if it is none. */
    static Optional<TrustToken> parse(String text) {
        try {
            String json = new String(Base64.getDecoder().decode(text.strip()), StandardCharsets.UTF_8);
            String fingerprint = JsonParser.parseString(json) instanceof JsonObject token
                    ? Json.text(token, "fingerprint").toLowerCase(Locale.ROOT)
                    : "";
            return fingerprint.matches("[0-9a-f]{64}")
                    ? Optional.of(new TrustToken(text.strip(), fingerprint))
                    : Optional.empty();
        } catch (IllegalArgumentException | JsonParseException e) {
            return Optional.empty();
        }
    }

    /** As it was printed. */
    String secret() {
        return text;
    }

    /** The SHA-256 of the certificate of the server that it is for, in hexadecimal. */
    String fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return "a token of the server with the certificate " + fingerprint;
    }
}
