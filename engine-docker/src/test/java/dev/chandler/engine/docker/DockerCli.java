package dev.chandler.engine.docker;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Docker's own client, as a second opinion. */
final class DockerCli {

    private DockerCli() {}

    /** Runs it; all that it writes, whatever its exit code. */
    static String run(String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output.strip();
    }

    /** Writes an image as an archive. */
    static void save(String image, OutputStream target) throws Exception {
        stream(target, "save", image);
    }

    /** Writes a container's files as an archive. */
    static void export(String container, OutputStream target) throws Exception {
        stream(target, "export", container);
    }

    private static void stream(OutputStream target, String... arguments) throws Exception {
        List<String> line = new ArrayList<>(List.of("docker"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getInputStream().transferTo(target);
        process.waitFor();
    }
}
