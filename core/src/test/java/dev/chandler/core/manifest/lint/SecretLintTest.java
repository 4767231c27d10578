package dev.chandler.core.manifest.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts of any kind; manifests are tried where they are loaded. */
class SecretLintTest {

    @Test
    void aSecretIsFoundInWhateverFormat() {
        assertThat(List.of(
                        "db_password: correct-horse\n",
                        "name=app\nexport DB_PASSWORD='correct-horse'\n",
                        "{\"name\": \"app\", \"api_key\": \"correct-horse\"}",
                        "  password => \"correct-horse\",\n",
                        "-----BEGIN RSA PRIVATE KEY-----\nMII",
                        "url = https://user:correct-horse@example.org/\n"))
                .allMatch(SecretLint::findsIn);
    }

    @Test
    void whatOnlySaysWhereOneIsIsNone() {
        assertThat(List.of(
                        "port: 80\n",
                        "password_file: /run/secrets/db\n",
                        "password: ${DB_PASSWORD}\n",
                        "password:\n",
                        "the password is not here\n"))
                .noneMatch(SecretLint::findsIn);
    }

    @Test
    void noTextTakesLong() {
        for (String each : List.of(",", "a", " ", "\"", "a=", "a:,", "- ", "=>")) {
            String text = each.repeat(64 * 1024);

            assertThatCode(() -> SecretLint.findsIn(text)).as(each).doesNotThrowAnyException();
        }
    }
}
