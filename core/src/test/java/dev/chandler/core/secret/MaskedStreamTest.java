package dev.chandler.core.secret;

import static dev.chandler.core.secret.SecretTexts.bytes;
import static dev.chandler.core.secret.SecretTexts.masking;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedStreamTest {

    private static final String SECRET = "s3cr3t/Väl?ue+\"x\\y";

    private static String masked(SecretPatterns patterns, String text) {
        return new String(masked(patterns, bytes(text), text.length() + 1, new Random(1)), StandardCharsets.UTF_8);
    }

    /** In chunks of random sizes up to a limit. */
    private static byte[] masked(SecretPatterns patterns, byte[] text, int limit, Random random) {
        MaskedStream stream = new MaskedStream(() -> patterns);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < text.length; ) {
            int end = Math.min(text.length, at + 1 + random.nextInt(limit));
            out.writeBytes(stream.write(Arrays.copyOfRange(text, at, end)));
            at = end;
        }
        out.writeBytes(stream.flush());
        return out.toByteArray();
    }

    @Test
    void aValueIsMaskedWhereverItStands() {
        assertThat(masked(masking("hunter2"), "hunter2, ahunter2b hunter2")).isEqualTo("***, a***b ***");
    }

    @Test
    void whatOnlyBeginsLikeAValueIsShown() {
        assertThat(masked(masking("hunter2"), "hunter hunter hunte")).isEqualTo("hunter hunter hunte");
    }

    @Test
    void valuesThatOverlapAreOneMask() {
        assertThat(masked(masking("abcdef", "defghi"), "xabcdefghix")).isEqualTo("x***x");
    }

    @Test
    void whatHasFiveBytesIsShown() {
        assertThat(masked(masking("abcde"), "abcde")).isEqualTo("abcde");
    }

    @Test
    void lineBreaksAtTheEndOfAValueDoNotCount() {
        assertThat(masked(masking("hunter2\n"), "is hunter2.")).isEqualTo("is ***.");
    }

    @Test
    void eachLineIsMaskedByItself() {
        assertThat(masked(masking("first line\n  second line\nno\n"), "second line, no, first line"))
                .isEqualTo("***, no, ***");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void base64IsMaskedWhateverStandsBefore(int before) {
        String prefix = "p".repeat(before);
        String encoded = Base64.getEncoder().encodeToString(bytes(prefix + SECRET + "tail"));
        String url = Base64.getUrlEncoder().encodeToString(bytes(prefix + SECRET + "tail"));

        String shown = masked(masking(SECRET), encoded + " " + url);

        // What stays holds at most a few bits at either end.
        assertThat(shown).hasSizeLessThan(encoded.length() + url.length() - 2 * (bytes(SECRET).length * 8 / 6 - 5));
        assertThat(shown).matches("(\\S{0,9}\\*\\*\\*\\S{0,9} ?){2}");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 76})
    void base64IsMaskedAcrossLines(int width) {
        String secret = random(100, new Random(3));
        String encoded = Base64.getMimeEncoder(width, bytes("\n")).encodeToString(bytes(secret + "\n"));

        assertThat(masked(masking(secret), "-> " + encoded + "\n")).matches("-> (\\*\\*\\*\n)+");
    }

    @Test
    void formsOfUrlsOfJsonAndHexadecimalAreMasked() {
        String url = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        String json = "s3cr3t/Väl?ue+\\\"x\\\\y";
        String ascii = "s3cr3t/V\\u00e4l?ue+\\\"x\\\\y";
        String hexadecimal = HexFormat.of().formatHex(bytes(SECRET));

        assertThat(masked(masking(SECRET), String.join(" ", url, json, ascii, hexadecimal)))
                .isEqualTo("*** *** *** ***");
    }

    @Test
    void nothingIsHeldBackThatCannotBeTheBeginningOfAValue() {
        MaskedStream stream = new MaskedStream(() -> masking("hunter2"));

        assertThat(stream.write(bytes("Password: "))).asString().isEqualTo("Password: ");
        assertThat(stream.write(bytes("hun"))).isEmpty();
        assertThat(stream.write(bytes("ger"))).asString().isEqualTo("hunger");
        assertThat(stream.write(bytes(" hun"))).asString().isEqualTo(" ");
        assertThat(stream.flush()).asString().isEqualTo("hun");
    }

    @Test
    void theEndOfALineIsNotWaitedFor() {
        // "aHVu" begins the Base64 of the value.
        MaskedStream stream = new MaskedStream(() -> masking("hunter2"));

        assertThat(stream.write(bytes("done: aHVu\n"))).asString().isEqualTo("done: aHVu\n");
    }

    @Test
    void aSecretThatBecomesKnownIsMaskedFromThenOn() {
        AtomicReference<SecretPatterns> patterns = new AtomicReference<>(masking("hunter2"));
        MaskedStream stream = new MaskedStream(patterns::get);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        out.writeBytes(stream.write(bytes("password hunter2 hu")));
        patterns.set(masking("hunter2", "password"));
        out.writeBytes(stream.write(bytes("nter2 password")));
        out.writeBytes(stream.flush());

        assertThat(out).asString().isEqualTo("password *** *** ***");
    }

    /** Any cut into chunks gives what the whole gives, and in that is no secret any more. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void chunksEndAnywhere(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            List<String> secrets = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> random(6 + random.nextInt(seed % 2 == 0 ? 12 : 300), random))
                    .toList();
            SecretPatterns patterns = masking(secrets.toArray(String[]::new));
            byte[] text = bytes(text(secrets, random));

            byte[] whole = masked(patterns, text, text.length, new Random(0) {
                @Override
                public int nextInt(int bound) {
                    return bound - 1;
                }
            });

            assertThat(masked(patterns, text, 1 + random.nextInt(9), random)).isEqualTo(whole);
            for (String secret : secrets) {
                assertThat(new String(whole, StandardCharsets.UTF_8))
                        .doesNotContain(secret)
                        .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes(secret)))
                        .doesNotContain(HexFormat.of().formatHex(bytes(secret)));
            }
        }
    }

    /** Of few letters, so that beginnings of secrets are everywhere. */
    private static String random(int length, Random random) {
        StringBuilder text = new StringBuilder();
        String letters = length < 20 ? "abA" : "abcdefXYZ0123456789+/\"é";
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    private static String text(List<String> secrets, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            String secret = secrets.get(random.nextInt(secrets.size()));
            switch (random.nextInt(6)) {
                case 0 -> text.append(secret);
                case 1 ->
                    text.append(Base64.getEncoder().encodeToString(bytes("x".repeat(random.nextInt(3)) + secret)));
                case 2 -> text.append(HexFormat.of().formatHex(bytes(secret)));
                case 3 ->
                    text.append(secret, 0, random.nextInt(secret.length())).append('-');
                case 4 -> text.append('\n');
                default -> text.append(random(1 + random.nextInt(9), random));
            }
        }
        return text.toString();
    }

    @Test
    @Timeout(30)
    void tenMegabytesAreMaskedInLinearTime() {
        SecretPatterns patterns = masking("a".repeat(500), random(4000, new Random(5)), "hunter2");
        byte[] chunk = bytes("a".repeat(400) + "b");
        MaskedStream stream = new MaskedStream(() -> patterns);
        long start = System.nanoTime();

        for (int i = 0; i < 10_000_000 / chunk.length; i++) {
            stream.write(chunk);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aLargeBinaryValueIsMasked() {
        byte[] value = new byte[100_000];
        new Random(9).nextBytes(value);
        SecretPatterns patterns = SecretPatterns.masking(List.of(new SecretValue("s", value, List.of())));

        byte[] shown = masked(patterns, value, 10_000, new Random(2));
        byte[] encoded = masked(patterns, Base64.getMimeEncoder().encode(value), 10_000, new Random(2));

        assertThat(shown).asString().isEqualTo("***");
        assertThat(new String(encoded, StandardCharsets.UTF_8).replaceAll("[*\r\n]+", ""))
                .isEmpty();
    }
}
