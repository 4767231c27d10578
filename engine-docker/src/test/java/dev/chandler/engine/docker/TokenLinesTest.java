package dev.chandler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenLinesTest {

    private final StringBuilder output = new StringBuilder();
    private final List<String> lines = new ArrayList<>();
    private final TokenLines stream = new TokenLines(
            "%token",
            new TokenLines.Listener() {
                @Override
                public void output(byte[] bytes) {
                    output.append(new String(bytes, StandardCharsets.ISO_8859_1));
                }

                @Override
                public void line(String line) {
                    lines.add(line);
                }
            });

    private void take(String chunk) {
        stream.take(chunk.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void findsLinesBetweenOutputThatEndsWithoutALineEnd() {
        take("a\nb%token 1 some\nc%token 2 none\n%token 3 ran 0\nd");

        assertThat(output).hasToString("a\nbcd");
        assertThat(lines).containsExactly("1 some", "2 none", "3 ran 0");
    }

    @Test
    void findsThemWhereverTheStreamIsCut() {
        String all = "a%tok%token 1 some\n\n%%token 2 none\nb%toke";
        for (int i = 0; i < all.length(); i++) {
            take(all.substring(i, i + 1));
        }
        take("x");

        assertThat(output).hasToString("a%tok\n%b%tokex");
        assertThat(lines).containsExactly("1 some", "2 none");
    }

    @Test
    void passesOutputOnAsSoonAsItCannotBeTheToken() {
        take("a%");
        assertThat(output).hasToString("a");

        take("b");
        assertThat(output).hasToString("a%b");
    }

    @Test
    void leavesBytesAsTheyAre() {
        StringBuilder all = new StringBuilder();
        for (char value = 0; value < 256; value++) {
            all.append(value);
        }
        take(all.toString());

        assertThat(output).hasToString(all.toString());
        assertThat(lines).isEmpty();
    }
}
