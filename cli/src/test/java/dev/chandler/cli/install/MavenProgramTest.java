package dev.chandler.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Maven is run. */
class MavenProgramTest {

    @TempDir
    Path root;

    @Test
    void mavenHasAFolderOfItsOwnThatGoesAfterwards() throws Exception {
        Path mvn = Files.writeString(root.resolve("mvn"), """
                #!/bin/sh
                pwd > "$SEEN"
                /bin/ls -A .mvn >> "$SEEN" 2>&1
                echo "base:$MAVEN_BASEDIR$MAVEN_PROJECTBASEDIR" >> "$SEEN"
                /bin/mkdir -p .mvn/left
                """);
        Files.setPosixFilePermissions(mvn, PosixFilePermissions.fromString("rwx------"));
        Path seen = root.resolve("seen");
        Map<String, String> environment = Map.of(
                "PATH",
                root.toString(),
                "SEEN",
                seen.toString(),
                "MAVEN_BASEDIR",
                "/somewhere",
                "MAVEN_PROJECTBASEDIR",
                "/elsewhere");

        MavenProgram.Result result =
                new MavenProgram(environment, true, Duration.ofMinutes(1)).copy("org.example:motd:1.0.0:jar", root);

        assertThat(result.worked()).isTrue();
        assertThat(Files.readAllLines(seen)).hasSize(2).last().isEqualTo("base:");
        assertThat(Path.of(Files.readAllLines(seen).get(0))).doesNotExist();
    }
}
