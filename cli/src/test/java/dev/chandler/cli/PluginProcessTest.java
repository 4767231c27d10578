package dev.chandler.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.chandler.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin does to a whole process of Chandler's. */
@Timeout(120)
class PluginProcessTest {

    @TempDir
    Path folder;

    @TempDir
    Path output;

    @BeforeEach
    void writeAManifest() throws IOException {
        Files.writeString(folder.resolve("chandler.yml"), "base: busybox\ninstall:\n  - motd: hello\n");
    }

    @Test
    void whatAPluginPrintsIsNotAmongWhatWasAskedFor() throws Exception {
        motd("System.out.println(\"noise\"); System.out.flush();");

        Captured ended = run("schema");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).contains("noise");
        assertThat(ended.out()).doesNotContain("noise");
        assertThat(JsonParser.parseString(ended.out()).isJsonObject()).isTrue();
    }

    @Test
    void aThreadThatAPluginLeavesBehindKeepsNobodyWaiting() throws Exception {
        motd("""
                Thread thread = new Thread(() -> {
                    while (true) {
                        try { Thread.sleep(1_000_000); } catch (InterruptedException e) { /* stays */ }
                    }
                });
                thread.setDaemon(false);
                thread.start();
                """);

        assertThat(run("validate").code()).isZero();
    }

    @Test
    void aPluginThatFailsIsNamedAndNoBugOfOurs() throws Exception {
        motd("if (true) throw new StackOverflowError();");

        Captured ended = run("validate");

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .contains("CH-PLUGIN-012", "chandler.yml:3:", "\"motd\" 1.0.0", "motd-1.0.0.jar", "StackOverflowError")
                .doesNotContain("bug of Chandler's", "\tat ");
    }

    @Test
    void aPluginThatFailsShowsItsStackWhereThatIsAskedFor() throws Exception {
        motd("if (true) throw new IllegalStateException(\"no moon\");");

        assertThat(run("validate", "--stacktrace").err()).contains("no moon", "\tat org.example.Motd.prepare");
    }

    private void motd(String inPrepare) {
        PluginJar.of("motd")
                .provisioner("motd", "org.example.Motd", """
                        package org.example;

                        import dev.chandler.api.cache.KeyBuilder;
                        import dev.chandler.api.provision.*;
                        import dev.chandler.api.settings.*;

                        public final class Motd implements Provisioner {
                            public String id() { return "motd"; }
                            public String keyVersion() { return "1"; }
                            public SettingKey settings() {
                                System.out.println("noise");
                                return SettingKey.of("motd", SettingShape.text(), "a message");
                            }
                            public PreparedStep prepare(ProvisionRequest request) {
                                %s
                                return new PreparedStep() {
                                    public String title() { return "motd"; }
                                    public void describe(KeyBuilder key) {}
                                    public void run(StepContext context) {}
                                };
                            }
                        }
                        """.formatted(inPrepare))
                .writeTo(folder.resolve(".chandler/plugins"));
    }

    private Captured run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.resolve("out").toFile())
                .redirectError(output.resolve("err").toFile());
        builder.environment().put("HOME", output.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("CHANDLER_"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Captured(
                process.exitValue(), Files.readString(output.resolve("out")), Files.readString(output.resolve("err")));
    }
}
