package dev.chandler.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Main;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin install} in processes of its own. */
@Timeout(120)
class PluginProcessesTest {

    @TempDir
    Path root;

    private Process install(Path project, List<String> options, Path... sources) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("plugin", "install"));
        Stream.of(sources).map(Path::toString).forEach(command::add);
        Files.createDirectories(project);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(root.resolve("said").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("CHANDLER_"));
        builder.environment().put("HOME", root.resolve("home").toString());
        return builder.start();
    }

    private void ended(Process process) throws IOException, InterruptedException {
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("has ended").isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(root.resolve("said")))
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void severalThatInstallTheSameAtOnceAllSucceedAndLeaveOneFile() throws Exception {
        Path motd = Motd.jar(root, "motd", "1.0.0");
        Path moon = Motd.jar(root, "moon", "1.0.0");
        Path project = root.resolve("project");

        List<Process> processes = new ArrayList<>();
        for (Path[] sources :
                List.of(new Path[] {motd}, new Path[] {motd}, new Path[] {moon}, new Path[] {moon, motd})) {
            processes.add(install(project, List.of(), sources));
        }
        for (Process process : processes) {
            ended(process);
        }

        try (Stream<Path> files = Files.list(project.resolve(".chandler/plugins"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("moon-1.0.0.jar", "motd-1.0.0.jar");
        }
        assertThat(project.resolve("chandler.lock")).content().contains("\"moon\"", "\"motd\"");
    }

    @Test
    void theLockIsTheSameUnderAnotherLocaleAndTimeZone() throws Exception {
        Path motd = Motd.jar(root, "motd", "1.0.0");
        Path here = root.resolve("here");
        Path there = root.resolve("over/there");

        ended(install(here, List.of("-Duser.timezone=UTC"), motd));
        ended(install(there, List.of("-Duser.timezone=Asia/Kolkata", "-Duser.language=tr", "-Duser.country=TR"), motd));

        assertThat(there.resolve("chandler.lock")).hasSameBinaryContentAs(here.resolve("chandler.lock"));
    }
}
