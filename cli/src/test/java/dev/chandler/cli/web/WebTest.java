package dev.chandler.cli.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be asked over plain HTTP: the same for files as for registries. */
class WebTest {

    private static final Set<String> INSECURE = Set.of("Plain.example.org", "other.example.org:8080", "[2001:db8::1]");

    private static boolean allows(String url) {
        try (Web web = new Web(INSECURE, Duration.ofSeconds(1), Duration.ofSeconds(1))) {
            return web.allows(HttpUrl.get(url));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.org/x",
                "http://127.0.0.1:5000/x",
                "http://localhost/x",
                "http://plain.example.org/x",
                "http://PLAIN.example.org:81/x",
                "http://other.example.org:8080/x",
                "http://[2001:db8::1]:5000/x"
            })
    void whatIsSafeHereOrNamedIsAllowed(String url) {
        assertThat(allows(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/x",
                "http://other.example.org/x",
                "http://sub.plain.example.org/x",
                "http://[2001:db8::2]/x"
            })
    void anybodyElseIsNot(String url) {
        assertThat(allows(url)).isFalse();
    }

    @Test
    void whoIsNotAllowedIsNotAsked() {
        try (Web web = new Web(INSECURE, Duration.ofSeconds(1), Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> web.small(HttpUrl.get("http://example.org/x"), 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("--insecure example.org allows it");
        }
    }
}
