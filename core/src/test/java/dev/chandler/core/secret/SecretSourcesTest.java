package dev.chandler.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.SecretSource;
import dev.chandler.core.manifest.SecretSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSourcesTest {

    @TempDir
    Path folder;

    private final List<Problem> warnings = new ArrayList<>();

    private final SecretSources sources = new SecretSources(
            Map.of("TOKEN", "hunter2\n", "EMPTY", "", "PATH", "/usr/bin:/bin"),
            registry -> registry.equals("example.org")
                    ? Optional.of(
                            new RegistryLogins.Login("{\"auths\":\"hunter2-hunter2\"}", List.of("hunter2-hunter2")))
                    : Optional.empty());

    private final Secrets secrets = new Secrets(sources, warnings::add);

    private static SecretSpec spec(SecretSource source) {
        return new SecretSpec("s", source, Optional.empty(), new Location("chandler.yml", 3, 7));
    }

    private SecretSource command(String text) {
        return new SecretSource.Output(List.of("/bin/sh", "-c", text), text, folder);
    }

    private String read(SecretSource source) throws InterruptedException {
        return new String(secrets.value(spec(source)).bytes(), StandardCharsets.UTF_8);
    }

    private static SecretSource variable(String name) {
        return new SecretSource.Variable(name);
    }

    private SecretSource file(String name) {
        return new SecretSource.HostFile(name, folder.resolve(name));
    }

    @Test
    void eachKindGivesItsValue() throws Exception {
        Files.write(folder.resolve("key"), new byte[] {0, 1, (byte) 0xff, 4, 5, 6, 7, 8, '\n'});

        assertThat(read(variable("TOKEN"))).isEqualTo("hunter2\n");
        assertThat(secrets.value(spec(file("key"))).bytes()).containsExactly(0, 1, 0xff, 4, 5, 6, 7, 8, '\n');
        assertThat(read(command("echo $TOKEN; echo"))).isEqualTo("hunter2\n");
        assertThat(read(command("pwd"))).isEqualTo(folder.toRealPath().toString());
        assertThat(read(new SecretSource.DockerLogin("example.org"))).contains("hunter2-hunter2");
    }

    @Test
    void whatIsMissingIsSaidWithItsPlaceAndReason() {
        assertMissing(variable("NONE"), "the environment has no NONE");
        assertMissing(file("none"), "there is no file " + folder.resolve("none"));
        assertMissing(new SecretSource.HostFile(".", folder), "is no regular file");
        assertMissing(command("echo no key >&2; exit 3"), "exit status 3, no key");
        assertMissing(new SecretSource.Output(List.of("no-such-program"), "x", folder), "it cannot be started");
        assertMissing(new SecretSource.DockerLogin("other.org"), "the docker client has no login for \"other.org\"");
    }

    private void assertMissing(SecretSource source, String why) {
        assertThatThrownBy(() -> read(source))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("chandler.yml:3:7: cannot get the secret \"s\" [CH-SECRET-004]")
                .hasMessageContaining(why);
    }

    @Test
    void anEmptyValueIsAProblem() {
        assertThatThrownBy(() -> read(variable("EMPTY"))).hasMessageContaining("the secret \"s\" is empty");
        assertThatThrownBy(() -> read(command("echo"))).hasMessageContaining("the secret \"s\" is empty");
    }

    @Test
    void aValueMayHaveTheLimitAndNoMore() throws Exception {
        Files.write(folder.resolve("key"), "x".repeat(512 * 1024).getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("large"), "x".repeat(512 * 1024 + 1).getBytes(StandardCharsets.UTF_8));

        assertThat(read(file("key"))).hasSize(512 * 1024);
        assertThat(read(command("cat key; echo"))).hasSize(512 * 1024);
        assertThatThrownBy(() -> read(file("large"))).hasMessageContaining("at most 512 KiB");
        assertThatThrownBy(() -> read(command("cat large"))).hasMessageContaining("at most 512 KiB");
    }

    @Test
    void aCommandRunsOnceAlsoWhereItFails() throws Exception {
        read(command("echo x >>runs; echo value"));
        read(command("echo x >>runs; echo value"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> read(command("echo x >>failures; exit 1"))).isInstanceOf(EngineException.class);
        }

        assertThat(folder.resolve("runs")).hasContent("x");
        assertThat(folder.resolve("failures")).hasContent("x");
    }

    @Test
    void aCommandThatHasWrittenAllAndDoesNotEndIsEnded() {
        SecretCommand command = new SecretCommand(
                List.of("/bin/sh", "-c", "echo value; exec >/dev/null; echo $$ >pid; exec sleep 300"),
                folder,
                Map.of("PATH", "/usr/bin:/bin"),
                Duration.ofMillis(500));

        assertThatThrownBy(() -> command.read(100)).hasMessageContaining("it has not ended after");
        assertThat(folder.resolve("pid")).exists();
    }

    @Test
    void onlyCommandsWaitUntilTheyAreNeeded() throws Exception {
        assertThatThrownBy(() -> secrets.requirePassive(List.of(
                        spec(variable("A")), spec(file("b")), spec(command("touch ran")), spec(variable("TOKEN")))))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.problems()).hasSize(2));
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void whatIsTooShortIsWarnedOf() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("five"), "12345\n");
        Files.writeString(folder.resolve("seven"), "1234567\n");
        Files.writeString(folder.resolve("eight"), "12345678\n");

        read(file("five"));
        read(file("seven"));
        read(file("eight"));

        assertThat(warnings)
                .extracting(Problem::toString)
                .satisfiesExactly(
                        five -> assertThat(five).contains("less than 6 are not masked"),
                        seven -> assertThat(seven).contains("not looked for").doesNotContain("masked"));
    }
}
