package dev.chandler.plugin.ansible;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
 * ansible-playbook on the client.
 *
 * @param named the program that a setting or a variable names; empty if it is looked for
 * @param by what names it
 * @param environment the client's
 * @param location where the step's settings stand
 */
record Program(Optional<Path> named, String by, Map<String, String> environment, Location location) {

    private static final String VARIABLE = "CHANDLER_ANSIBLE_PLAYBOOK";
    private static final Pattern VERSION = Pattern.compile("\\[(?:core|base) (\\d+\\.\\d+[^\\]]*)\\]");

    /** The first with the callbacks and variables that are relied on here; what Debian 12 has. */
    private static final int OLDEST_MINOR = 14;

    private static final long PATIENCE_SECONDS = 30;

    static Program of(Optional<Path> setting, Map<String, String> environment, Location location) {
        if (setting.isPresent()) {
            return new Program(setting, "program:", environment, location);
        }
        Optional<Path> named = Optional.ofNullable(environment.get(VARIABLE))
                .filter(each -> !each.isEmpty())
                .map(Path::of);
        return new Program(named, VARIABLE, environment, location);
    }

    /**
     * Finds it.
     *
     * @throws EngineException if it is not there
     */
    Path path() {
        return candidates()
                .filter(each -> Files.isRegularFile(each) && Files.isExecutable(each))
                .findFirst()
                .map(each -> each.toAbsolutePath().normalize())
                .orElseThrow(this::missing);
    }

    private Stream<Path> candidates() {
        return named.isPresent()
                ? named.stream()
                : Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .filter(each -> !each.isEmpty())
                        .map(each -> Path.of(each, "ansible-playbook"));
    }

    private EngineException missing() {
        return new EngineException(Problem.of("CH-ANSIBLE-002", "ansible-playbook is not on this machine")
                .at(location)
                .because(named.map(each -> by + " names \"" + each + "\", which is no program")
                        .orElse("there is none on the PATH"))
                .remedy(
                        "install ansible-core, such as by `pipx install ansible-core`, or name the program by `program:` or "
                                + VARIABLE));
    }

    /**
     * The versions that results depend on.
     *
     * @param wanted what that of ansible-core has to begin with
     * @throws EngineException if it is another
     */
    Versions versions(Optional<String> wanted) throws InterruptedException {
        Path path = path();
        Optional<Versions> beside = Versions.beside(path);
        Versions versions = beside.isPresent() ? beside.get() : asked(path);
        if (wanted.isPresent() && !(versions.core() + ".").startsWith(wanted.get() + ".")) {
            throw unfit(
                    "ansible-core is " + versions.core() + ", and the step wants " + wanted.get(),
                    path,
                    "install that version, or change `version:`");
        }
        if (isTooOld(versions.core())) {
            throw unfit("ansible-core is " + versions.core(), path, "install ansible-core 2.14 or newer");
        }
        return versions;
    }

    private static boolean isTooOld(String version) {
        Matcher matcher = Pattern.compile("(\\d+)\\.(\\d+).*").matcher(version);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) <= 2
                && Integer.parseInt(matcher.group(2)) < OLDEST_MINOR;
    }

    private EngineException unfit(String why, Path path, String remedy) {
        return new EngineException(Problem.of("CH-ANSIBLE-003", "this machine's Ansible does not suit the step")
                .at(location)
                .because(why + " (" + path + ")")
                .remedy(remedy));
    }

    /** Half a second, so that it is asked only where its files don't tell. */
    private Versions asked(Path path) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(PlaybookRun.surroundings(environment));
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                String said = said(process);
                Matcher version = VERSION.matcher(said);
                if (version.find()) {
                    return new Versions(version.group(1), Optional.empty());
                }
                throw useless(path, "asked for its version it says \"" + said.strip() + "\"", null);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw useless(path, String.valueOf(e.getMessage()), e);
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

    EngineException useless(Path path, String why, @Nullable Throwable cause) {
        Problem problem = Problem.of("CH-ANSIBLE-004", "ansible-playbook cannot be started")
                .at(location)
                .because(path + ": " + why)
                .remedy("run it by hand to see what it lacks, or name another by `program:` or " + VARIABLE);
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }
}
