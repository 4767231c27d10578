package dev.chandler.cli.e2e;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The daemon under test, as its own command line sees it. */
final class Docker {

    private Docker() {}

    /** Its socket's path. */
    static String socket() {
        String host = Testbed.variable("DOCKER_HOST");
        if (!host.startsWith("unix://")) {
            throw new IllegalStateException("these tests need DOCKER_HOST=unix://…: eval \"$(testbed/env)\"");
        }
        return host.substring("unix://".length());
    }

    /** Runs {@code docker ARGS}, which has to end well, and gives its standard output without surrounding blanks. */
    static String docker(String... args) {
        return tried(args).exits(0).out().strip();
    }

    /** Runs {@code docker ARGS} with a standard input. */
    static String docker(InputStream input, String... args) {
        return Shell.run(command(args), input).exits(0).out().strip();
    }

    /** Runs {@code docker ARGS}. */
    static Ended tried(String... args) {
        return Shell.run(command(args));
    }

    /** The lines that {@code docker ARGS} prints. */
    static List<String> lines(String... args) {
        return docker(args).lines().toList();
    }

    /** The config of an image, as the daemon shows it. */
    static JsonObject config(String image) {
        return JsonParser.parseString(docker("image", "inspect", "-f", "{{json .Config}}", image))
                .getAsJsonObject();
    }

    /** Whether there is such an image. */
    static boolean hasImage(String image) {
        return tried("image", "inspect", image).exitCode() == 0;
    }

    /** What a command prints in a fresh container of an image. */
    static String inImage(String image, String... argv) {
        List<String> args = new ArrayList<>(List.of("run", "--rm", "--entrypoint", argv[0], image));
        args.addAll(Arrays.asList(argv).subList(1, argv.length));
        return docker(args.toArray(String[]::new));
    }

    private static List<String> command(String... args) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(args));
        return command;
    }
}
