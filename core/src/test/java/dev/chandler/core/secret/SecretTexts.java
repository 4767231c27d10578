package dev.chandler.core.secret;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Secrets of text, for tests. */
final class SecretTexts {

    private SecretTexts() {}

    static SecretPatterns masking(String... values) {
        return SecretPatterns.masking(values(values));
    }

    static SecretPatterns seeking(String... values) {
        return SecretPatterns.seeking(values(values));
    }

    private static List<SecretValue> values(String... values) {
        return Stream.of(values)
                .map(value -> new SecretValue("s", bytes(value), List.of()))
                .toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
