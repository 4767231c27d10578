package dev.chandler.plugin.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Chandler as a user runs it, in a folder of its own, with this plugin as it was built.
 *
 * @param folder the project
 * @param environment what is added to the environment
 */
record Chandler(Path folder, Map<String, String> environment) {

    private static final Path PLUGIN = Path.of("target").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 5;

    /**
     * How it ended.
     *
     * @param status its exit status
     * @param text all that it wrote
     */
    record Ended(int status, String text) {

        Ended exits(int wanted) {
            assertThat(status).as(text).isEqualTo(wanted);
            return this;
        }

        Ended says(String... words) {
            assertThat(text).contains(words);
            return this;
        }
    }

    void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    Ended build(String... more) throws IOException, InterruptedException {
        Path output = folder.resolve("../output-" + System.nanoTime());
        Process process = start(output, more);
        try {
            assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), Files.readString(output));
        } finally {
            process.destroy();
        }
    }

    /** Starts a build; what it writes is in a file. */
    Process start(Path output, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                System.getenv()
                        .getOrDefault(
                                "CHANDLER",
                                Path.of("../../chandler").toAbsolutePath().toString()),
                "build",
                "--engine",
                "docker",
                "--plugins",
                PLUGIN.toString()));
        words.addAll(List.of(more));
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // What makes it in the background would outlive the build, and write where the test's folder is being removed.
        builder.environment().put("CHANDLER_CLASS_ARCHIVE", "off");
        builder.environment().put("CHANDLER_CHECKPOINT", "always");
        builder.environment().putAll(environment);
        return builder.start();
    }
}
