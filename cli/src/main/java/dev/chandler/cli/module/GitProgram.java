package dev.chandler.cli.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.program.UserProgram;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's own {@code git}, with their own logins and settings, and without a word of whoever's repository is read: no
 * hooks, no transports that are programs, no questions at a terminal.
 *
 * @param environment the client's environment
 * @param limit how long one call may take
 */
record GitProgram(Map<String, String> environment, Duration limit) {

    /** Where a repository is, which is said on the command line; they are set where Chandler runs in a hook. */
    private static final List<String> PLACES = List.of(
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_COMMON_DIR",
            "GIT_NAMESPACE",
            "GIT_PREFIX");

    private static final List<String> SETTINGS = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "gc.auto=0",
            "maintenance.auto=false",
            "fetch.recurseSubmodules=false",
            "protocol.allow=never",
            "protocol.ext.allow=never",
            "protocol.file.allow=always",
            "protocol.ssh.allow=always",
            "protocol.https.allow=always");

    private static final int SHOWN_LINES = 4;

    /**
     * How it ended.
     *
     * @param worked whether with 0
     * @param words what it said that matters
     */
    record Result(boolean worked, String words) {}

    /**
     * Runs git.
     *
     * @param folder where it stands
     * @param url the repository that it is to ask, which decides what it may do; empty where it asks none
     * @param input a file that it reads; empty for none
     * @param output the file that takes what it writes
     * @param words its command and what that takes
     */
    Result run(Path folder, String url, Optional<Path> input, Path output, String... words)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", "");
        List<String> command = new ArrayList<>(List.of(program().toString(), "--no-pager"));
        settings(url).forEach(setting -> command.addAll(List.of("-c", setting)));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.map(Path::toFile).orElse(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .redirectError(said.toFile());
        setEnvironment(builder.environment(), folder, url);
        OptionalInt ended = git().run(builder);
        return ended.isPresent()
                ? new Result(ended.getAsInt() == 0, words(said))
                : new Result(false, "git " + git().unended());
    }

    private UserProgram git() {
        return new UserProgram("git", environment, limit);
    }

    private static List<String> settings(String url) {
        return url.startsWith("http:")
                ? Stream.concat(SETTINGS.stream(), Stream.of("protocol.http.allow=always"))
                        .toList()
                : SETTINGS;
    }

    private void setEnvironment(Map<String, String> variables, Path folder, String url)
            throws IOException, InterruptedException {
        variables.clear();
        variables.putAll(environment);
        variables.keySet().removeAll(PLACES);
        // So that it looks for none in the folders above, which may be anybody's.
        variables.put("GIT_DIR", folder.toString());
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_NO_LAZY_FETCH", "1");
        variables.put("LC_ALL", "C");
        boolean chosen = Stream.of("GIT_SSH", "GIT_SSH_COMMAND").anyMatch(environment::containsKey);
        if (url.startsWith("ssh:") && !chosen && !hasSshCommand(folder)) {
            // It would ask for passphrases, and whether a host is known, at the terminal.
            variables.put("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
    }

    private boolean hasSshCommand(Path folder) throws IOException, InterruptedException {
        Path answer = Files.createTempFile(folder, "answer", "");
        return run(folder, "", Optional.empty(), answer, "config", "--get", "core.sshCommand")
                .worked();
    }

    private Path program() {
        return git().path()
                .orElseThrow(() -> new EngineException(Problem.of("CH-MODULE-048", "there is no \"git\" on the PATH")
                        .because("modules in git repositories are fetched by your own git, with your own logins")
                        .remedy("install git, or have the module in a folder or a registry")));
    }

    private static String words(Path said) throws IOException {
        String words = Files.readString(said, StandardCharsets.ISO_8859_1)
                .lines()
                .map(line -> UserProgram.plain(line).strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("hint:"))
                .limit(SHOWN_LINES)
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? "git says nothing of why" : words;
    }
}
