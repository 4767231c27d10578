package dev.chandler.cli.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A git repository somewhere.
 *
 * @param url its address
 * @param git asks it
 * @param shown how messages call it
 */
record GitRepository(String url, GitProgram git, String shown) {

    /**
     * Lists refs.
     *
     * @param prefix how they begin, such as {@code refs/tags/}
     * @return the rest of their names
     */
    List<String> refs(String prefix) throws InterruptedException {
        try (GitCheckout room = GitCheckout.empty(this)) {
            String said = room.git(true, "ls-remote", "--refs", "--quiet", "--end-of-options", url, prefix + "*");
            return said.lines()
                    .map(line -> line.substring(line.indexOf('\t') + 1))
                    .filter(name -> name.startsWith(prefix))
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }
    }

    /**
     * Fetches what a name stands for.
     *
     * @param ref a branch, a tag, a whole ref or a commit
     * @return it, which the caller closes
     */
    GitCheckout fetch(String ref) throws InterruptedException {
        GitCheckout room = GitCheckout.empty(this);
        try {
            room.fetch(ref);
            return room;
        } catch (EngineException | InterruptedException e) {
            room.close();
            throw e;
        }
    }

    /** The failure of a call. */
    EngineException failed(String what, String words) {
        return new EngineException(Problem.of("CH-MODULE-049", "git cannot " + what + " \"" + shown + "\"")
                .because(words)
                .remedy("see that \"git ls-remote " + url
                        + "\" works without asking you anything; what was fetched before is used with --offline"));
    }

    /** Where a call puts what it writes. */
    static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    GitProgram.Result run(Path folder, boolean remote, Optional<Path> input, Path output, String... words)
            throws IOException, InterruptedException {
        return git.run(folder, remote ? url : "", input, output, words);
    }
}
