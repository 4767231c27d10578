package dev.chandler.api.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void isThatOfTheBytes() {
        assertThat(Digest.of("")).isEqualTo(new Digest(EMPTY)).isEqualTo(Digest.parse("sha256:" + EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "e3b0",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550",
                "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85\n",
                "/3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85:"
            })
    void refusesWhatIsNoneOfSmallHexadecimalDigits(String hex) {
        assertThatThrownBy(() -> new Digest(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a sha256 digest");
    }
}
