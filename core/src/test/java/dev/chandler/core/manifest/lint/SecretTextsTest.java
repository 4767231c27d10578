package dev.chandler.core.manifest.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db_password: correct-horse\n",
                "name=app\nexport DB_PASSWORD='correct-horse'\n",
                "{\"name\": \"app\", \"api_key\": \"correct-horse\"}",
                "  password => \"correct-horse\",\n",
                "-----BEGIN RSA PRIVATE KEY-----\nMII",
                "url = https://user:correct-horse@example.org/\n"
            })
    void aSecretIsFoundInWhateverFormat(String text) {
        assertThat(SecretTexts.findsIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[Service]\nEnvironment=DB_PASSWORD=hunter2one\n",
                "Environment=\"MODE=fast\" \"DB_PASSWORD=correct-horse\"\n",
                "JAVA_OPTS=-Dspring.datasource.password=correct-horse\n",
                "run: DB_PASSWORD=correct-horse true",
                "[\"--password=correct-horse\"]"
            })
    void aSecretIsFoundWithinAValue(String text) {
        assertThat(SecretTexts.findsIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<server>\n  <password>correct-horse</password>\n</server>\n",
                "<ns:password>correct-horse</ns:password>",
                "<password encrypted=\"no\">\n  correct horse\n</password>",
                "<entry key=\"password\">correct-horse</entry>",
                "<property name=\"db.password\" value=\"correct-horse\"/>",
                "- name: DB_PASSWORD\n  value: correct-horse\n",
                "{\"name\": \"DB_PASSWORD\", \"value\": \"correct-horse\"}"
            })
    void aSecretIsFoundInElementsAndEntries(String text) {
        assertThat(SecretTexts.findsIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine example.org login me password correct-horse\n",
                "machine example.org login me password correct-horse account x\n",
                "machine example.org\n  login me\n  password correct-horse\n",
                "ENV DB_PASSWORD correct-horse\n",
                "mysql -u root --password correct-horse app",
                "CREATE USER app WITH PASSWORD 'correct-horse' LOGIN",
                "user app password hunter2 enabled"
            })
    void aSecretIsFoundBehindItsNameAlone(String text) {
        assertThat(SecretTexts.findsIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: 80\n",
                "password_file: /run/secrets/db\n",
                "password: ${DB_PASSWORD}\n",
                "password:\n",
                "<password/><other>x</other>",
                "<password></password>",
                "<password>${db.password}</password>",
                "- name: DB_PASSWORD\n  valueFrom: x\n",
                "docker login --password-stdin example.org",
                "mysql --password $PASSWORD app",
                "the password is not here\n"
            })
    void whatOnlySaysWhereOneIsIsNone(String text) {
        assertThat(SecretTexts.findsIn(text)).isFalse();
    }

    @Test
    void aSettingIsLookedAtByItsNameByItsWordsAndByItself() {
        assertThat(SecretTexts.findsIn("DB_PASSWORD", "correct-horse")).isTrue();
        assertThat(SecretTexts.findsIn("passwords.token", "true correct-horse")).isTrue();
        assertThat(SecretTexts.findsIn("run", "DB_PASSWORD=correct-horse true")).isTrue();
        assertThat(SecretTexts.findsIn("args", "-x --password=correct-horse")).isTrue();
        assertThat(SecretTexts.findsIn("run", "echo hello")).isFalse();
    }

    @Test
    void noTextTakesLong() {
        for (String each : List.of(
                ",",
                "a",
                " ",
                "\"",
                "a=",
                "a:,",
                "- ",
                "=>",
                "a.",
                "<a>",
                "<a ",
                "name=a ",
                "-a ",
                "login a ",
                "a b ",
                "\n",
                "password ",
                "\npassword ",
                "key=\"a\" ",
                "a://b",
                "$a",
                "token=$ ")) {
            String text = each.repeat(64 * 1024 / each.length());

            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> SecretTexts.findsIn(text), each);
        }
    }
}
