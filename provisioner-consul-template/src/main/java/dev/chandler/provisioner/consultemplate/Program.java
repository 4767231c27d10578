package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * consul-template on the client.
 *
 * @param named what a variable names, which may be wrong; empty if it is looked for
 * @param folders where it is looked for
 */
record Program(Optional<String> named, String folders) {

    private static final String VARIABLE = "CHANDLER_CONSUL_TEMPLATE";
    private static final Pattern VERSION = Pattern.compile("v?(\\d+\\.\\d+\\.\\d+\\S*)");
    private static final long PATIENCE_SECONDS = 10;

    static Program in(Map<String, String> environment) {
        return new Program(
                Optional.ofNullable(environment.get(VARIABLE)).filter(each -> !each.isEmpty()),
                environment.getOrDefault("PATH", ""));
    }

    /**
     * Finds it.
     *
     * @throws EngineException if it is not there
     */
    Path path() {
        try {
            return candidates()
                    .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
                    .findFirst()
                    .map(Path::toAbsolutePath)
                    .orElseThrow(() -> missing(null));
        } catch (InvalidPathException e) {
            throw missing(e);
        }
    }

    /** What its version is, where it is there. */
    Optional<String> versionIfThere() throws InterruptedException {
        return isThere() ? Optional.of(version()) : Optional.empty();
    }

    private boolean isThere() {
        try {
            path();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private Stream<Path> candidates() {
        return named.isPresent()
                ? Stream.of(Path.of(named.get()))
                : Arrays.stream(folders.split(File.pathSeparator, -1))
                        .filter(each -> !each.isEmpty())
                        .map(each -> Path.of(each, "consul-template"));
    }

    private EngineException missing(@Nullable Throwable cause) {
        Problem problem = Problem.of("CH-CONSUL-007", "consul-template is not on this machine")
                .because(named.map(each -> VARIABLE + " names \"" + each + "\", which is no program")
                        .orElse("there is none on the PATH"))
                .remedy("install it (https://releases.hashicorp.com/consul-template), or name it by " + VARIABLE);
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }

    /** What it says its version is, which its results depend on. */
    String version() throws InterruptedException {
        Path path = path();
        ProcessBuilder builder = new ProcessBuilder(path.toString(), "-version").redirectErrorStream(true);
        builder.environment().clear();
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String said = said(process);
                Matcher version = VERSION.matcher(said);
                if (version.find()) {
                    return version.group(1);
                }
                throw useless(path.toString(), "asked for its version it says \"" + said.strip() + "\"", null);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw useless(path.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String said(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            return "nothing in " + PATIENCE_SECONDS + " seconds";
        }
        try (InputStream in = process.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static EngineException useless(String which, String why, @Nullable Throwable cause) {
        Problem problem = Problem.of("CH-CONSUL-016", "consul-template cannot be used")
                .because(which + ": " + why)
                .remedy("install another version, or name another program by " + VARIABLE);
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }
}
