package dev.chandler.plugin.nix;

import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Nix on the client.
 *
 * @param environment the client's
 * @param options settings of Nix
 * @param location where the step's settings stand
 * @param root the folder below which the store lies; empty where it is the machine's
 */
record Nix(Map<String, String> environment, Map<String, String> options, Location location, Optional<Path> root) {

    private static final String PROGRAMS = "CHANDLER_NIX_BIN";
    private static final String STORE = "CHANDLER_NIX_STORE";
    private static final Path MACHINES = Path.of("/nix/store");
    private static final int CHUNK = 8192;
    private static final int MOST_WORDS = 64 << 10;
    private static final long PATIENCE_MILLIS = 2000;

    /** What of the client's environment is Nix's business, and nothing of what an expression could read. */
    private static final List<String> PASSED = List.of(
            "PATH",
            "NIX_REMOTE",
            "NIX_CONF_DIR",
            "NIX_SSL_CERT_FILE",
            "SSL_CERT_FILE",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy");

    /** Says that Nix has refused. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        private Refused(String words) {
            super(words);
        }

        /** What Nix wrote to standard error. */
        String words() {
            return String.valueOf(getMessage());
        }
    }

    static Nix of(Map<String, String> environment, Map<String, String> options, Location location) {
        return new Nix(environment, new TreeMap<>(options), location, root(environment));
    }

    /** The machine's own store where it has one; else the user's, where newer Nix would make one itself. */
    private static Optional<Path> root(Map<String, String> environment) {
        String named = environment.getOrDefault(STORE, "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named).toAbsolutePath());
        }
        return Files.isDirectory(MACHINES)
                ? Optional.empty()
                : Optional.of(data(environment).resolve("nix/root"));
    }

    private static Path data(Map<String, String> environment) {
        return folder(environment, "XDG_DATA_HOME", ".local/share");
    }

    private static Path folder(Map<String, String> environment, String variable, String otherwise) {
        String named = environment.getOrDefault(variable, "");
        return named.isEmpty()
                ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")))
                        .resolve(otherwise)
                : Path.of(named);
    }

    /** Where a path of the store is on this machine. */
    Path real(String storePath) {
        return root.map(each -> each.resolve(storePath.substring(1))).orElse(Path.of(storePath));
    }

    /**
     * Finds one of Nix's programs.
     *
     * @throws EngineException if it is not there
     */
    Path program(String name) {
        String folders = environment.getOrDefault(PROGRAMS, environment.getOrDefault("PATH", ""));
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .filter(each -> !each.isEmpty())
                .map(each -> Path.of(each, name))
                .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
                .findFirst()
                .orElseThrow(() -> new EngineException(Problem.of("CH-NIX-003", name + " is not on this machine")
                        .at(location)
                        .because("there is none on the PATH, and none in a folder that " + PROGRAMS + " names")
                        .remedy("install Nix (Debian's package is nix-bin), or name its folder by " + PROGRAMS)));
    }

    /**
     * Runs one of Nix's programs.
     *
     * @param input its standard input
     * @param log takes what it tells of its work
     * @param words its name and arguments
     * @return what it wrote to standard output
     * @throws Refused if it did not end well
     */
    String run(InputStream input, OutputSink log, List<String> words) throws Refused, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(program(words.get(0)).toString()));
        argv.addAll(words.subList(1, words.size()));
        root.ifPresent(each -> argv.addAll(List.of("--store", each.toString(), "--option", "build-users-group", "")));
        options.forEach((name, value) -> argv.addAll(List.of("--option", name, value)));
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(surroundings());
        try {
            Process process = builder.start();
            try {
                return run(process, input, log);
            } finally {
                end(process);
            }
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-NIX-003", words.get(0) + " cannot be run")
                            .at(location)
                            .because(String.valueOf(e.getMessage()))
                            .remedy("run it by hand to see what it lacks"),
                    e);
        }
    }

    /** Ends it and what it has started, where it has not ended by itself. */
    private static void end(Process process) {
        if (!process.isAlive()) {
            return;
        }
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String run(Process process, InputStream input, OutputSink log)
            throws IOException, Refused, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        Thread out = reader(process.getInputStream(), said::writeBytes);
        Thread err = reader(process.getErrorStream(), chunk -> {
            complaints.write(chunk, 0, Math.min(chunk.length, MOST_WORDS - complaints.size()));
            log.write(OutputSink.Channel.STDERR, chunk);
        });
        try (input;
                OutputStream stdin = process.getOutputStream()) {
            input.transferTo(stdin);
        }
        int status = process.waitFor();
        out.join();
        err.join();
        if (status != 0) {
            throw new Refused(complaints.toString(StandardCharsets.UTF_8).strip());
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private interface Taker {
        void take(byte[] chunk);
    }

    private static Thread reader(InputStream stream, Taker taker) {
        Thread thread = new Thread(
                () -> {
                    byte[] chunk = new byte[CHUNK];
                    try (stream) {
                        for (int length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
                            taker.take(Arrays.copyOf(chunk, length));
                        }
                    } catch (IOException e) {
                        // It has been ended.
                    }
                },
                "chandler-nix");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private Map<String, String> surroundings() {
        Map<String, String> env = new LinkedHashMap<>();
        PASSED.forEach(each -> {
            @Nullable String value = environment.get(each);
            if (value != null) {
                env.put(each, value);
            }
        });
        // No channels, and no home in which nixpkgs would find a configuration: only Nix's own settings and its cache.
        env.put("NIX_PATH", "");
        env.put("HOME", "/homeless-shelter");
        env.put(
                "XDG_CACHE_HOME",
                folder(environment, "XDG_CACHE_HOME", ".cache").toString());
        env.put("NIX_USER_CONF_FILES", configuration());
        return env;
    }

    private String configuration() {
        String named = environment.getOrDefault("NIX_USER_CONF_FILES", "");
        return named.isEmpty()
                ? folder(environment, "XDG_CONFIG_HOME", ".config")
                        .resolve("nix/nix.conf")
                        .toString()
                : named;
    }

    /** The programs that a step needs. */
    static Stream<String> programs() {
        return Stream.of("nix-instantiate", "nix-store");
    }
}
