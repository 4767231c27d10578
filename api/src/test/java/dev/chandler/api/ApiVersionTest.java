package dev.chandler.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiVersionTest {

    @Test
    void isTheVersionThatItsOwnPomGivesTheJar() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<artifactId>chandler-api</artifactId>\\s*(<!--[^>]*>\\s*)?<version>"
                        + ApiVersion.current().replace(".", "\\.") + "(-SNAPSHOT)?</version>");
    }
}
