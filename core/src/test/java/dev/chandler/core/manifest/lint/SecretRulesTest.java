package dev.chandler.core.manifest.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PASSWORD",
                "DB_PASSWORD",
                "dbPassword",
                "PGPASSWORD",
                "MYSQL_PWD",
                "NPM_TOKEN",
                "API_KEY",
                "apiKey",
                "AWS_SECRET_ACCESS_KEY",
                "SSH_PRIVATE_KEY",
                "SECRET_KEY_BASE",
                "com.example.api-key"
            })
    void aNameOfASecretIsKnown(String name) {
        assertThat(SecretRules.looksSecret(name, "hunter2")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PASSWORD_FILE", "TOKEN_URL", "TOKENIZER", "PWD", "COMPASS", "KEYBOARD", "SECRETARY", "PATH"})
    void aNameAboutSomethingElseIsNot(String name) {
        assertThat(SecretRules.looksSecret(name, "hunter2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "/run/secrets/token",
                "./token",
                "~/.token",
                "$TOKEN",
                "a${B}",
                "https://vault/x",
                "true"
            })
    void whatPointsElsewhereIsNoSecret(String value) {
        assertThat(SecretRules.looksSecret("TOKEN", value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "x ghp_abcdefghijklmnopqrstuvwxyz0123456789 y",
                "glpat-abcdefghij0123456789",
                "xoxb-123456789012-abcdef",
                "-----BEGIN RSA PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nMIIE",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz",
                "https://me:hunter2@example.org/simple"
            })
    void aSecretWithAFormOfItsOwnIsKnown(String value) {
        assertThat(SecretRules.shape(value)).isPresent();
    }

    @Test
    void ordinaryTextHasNoSuchForm() {
        assertThat(SecretRules.shape("pip install -i https://$USER:$TOKEN@example.org/simple requests==2.31"))
                .isEmpty();
        assertThat(SecretRules.shape("-----BEGIN CERTIFICATE-----")).isEmpty();
        assertThat(SecretRules.shape("git@github.com:team/app.git")).isEmpty();
    }
}
