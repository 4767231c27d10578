package dev.chandler.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionTest {

    @Test
    void isTheVersionThatItsOwnPomGivesTheJar() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<artifactId>chandler-api</artifactId>\\s*(<!--[^>]*>\\s*)?<version>"
                        + ApiVersion.current().replace(".", "\\.") + "(-SNAPSHOT)?</version>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../pom.xml", "../plugins/ansible/pom.xml", "../plugins/nix/pom.xml"})
    void isTheVersionThatEachPomAsksFor(String pom) throws IOException {
        assertThat(Files.readString(Path.of(pom)))
                .containsPattern("<version.chandler-api>" + ApiVersion.current().replace(".", "\\.")
                        + "(-SNAPSHOT)?</version.chandler-api>");
    }

    @Test
    void isTheLeastThatOurOwnPluginsAskForUpToTheNextThatMayBreakThem() throws IOException {
        String[] numbers = ApiVersion.current().split("\\.", -1);
        int major = Integer.parseInt(numbers[0]);
        String next = major == 0 ? "0." + (Integer.parseInt(numbers[1]) + 1) + ".0" : (major + 1) + ".0.0";
        String least = major == 0 ? "0." + numbers[1] + "." : major + ".";

        // Built here, they ask for this version; that they would do with an earlier compatible one is theirs to say.
        assertThat(Files.readString(Path.of("../pom.xml")))
                .containsPattern("<chandler.api.requires>&gt;=" + least.replace(".", "\\.") + "[0-9.]+ &amp; &lt;"
                        + next.replace(".", "\\.") + "</chandler.api.requires>");
    }
}
