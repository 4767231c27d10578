package dev.chandler.core.observe;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes digests of values that nobody can try guesses on who does not have the user's own key: HMAC-SHA256 of name and
 * digest. Values that servers have, such as ports and passwords, are often short. Thread-safe.
 */
public final class Seal {

    private static final String ALGORITHM = "HmacSHA256";

    private final UserKey key;

    /**
     * Makes a seal.
     *
     * @param key the user's own, read or made when something is sealed
     */
    public Seal(UserKey key) {
        this.key = key;
    }

    /**
     * Seals answers.
     *
     * @param answers by name, in order
     * @return the same, with sealed digests
     * @throws CacheException if the key cannot be had
     */
    public Observations seal(Map<String, Digest> answers) {
        Mac mac = mac();
        Map<String, String> sealed = new LinkedHashMap<>();
        answers.forEach((name, answer) -> {
            byte[] text = (name + "\n" + answer).getBytes(StandardCharsets.UTF_8);
            sealed.put(name, HexFormat.of().formatHex(mac.doFinal(text)));
        });
        return new Observations(sealed);
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.bytes(), ALGORITHM));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
