package dev.chandler.core.manifest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CodePointIndexTest {

    @Test
    void countsAsTheJdkDoes() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < 3000) {
            text.append(random.nextBoolean() ? "a" : "\ud83d\ude00");
        }
        CodePointIndex index = new CodePointIndex(text.toString());

        for (int codePoint = 0; codePoint <= text.codePointCount(0, text.length()); codePoint++) {
            int offset = text.offsetByCodePoints(0, codePoint);
            assertThat(index.before(offset)).isEqualTo(codePoint);
            assertThat(index.offsetOf(codePoint)).isEqualTo(offset);
        }
    }
}
