package dev.chandler.engine.docker;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a program could not be started, as shells have it.
 *
 * @param exitCode 127 where there is none, else 126
 * @param line the reason, one line
 */
record NotStarted(int exitCode, String line) {

    private static final Pattern WORKDIR = Pattern.compile("chdir to cwd|no such file or directory.*cwd");
    private static final Pattern USER = Pattern.compile("unable to find (user|group) ([^:]*)");

    /** Podman refuses a command of a user that is not there. */
    static Optional<NotStarted> ofRefusal(Command command, EngineException refusal) {
        String words = refusal.problems().get(0).why().orElse("");
        return USER.matcher(words).find() ? Optional.of(of(command, words)) : Optional.empty();
    }

    /** Reads the daemon's words, whose wording differs between versions of the runtime. */
    static NotStarted of(Command command, String words) {
        Matcher user = USER.matcher(words);
        if (user.find()) {
            return new NotStarted(126, "no " + user.group(1) + " \"" + user.group(2) + "\"");
        }
        if (WORKDIR.matcher(words).find()) {
            return new NotStarted(126, "cannot change to working directory \"" + command.workdir() + "\": " + words);
        }
        String program = command.argv().get(0);
        if (words.contains("executable file not found") || words.contains("no such file or directory")) {
            return new NotStarted(127, program + ": not found");
        }
        if (words.contains("permission denied")) {
            return new NotStarted(126, program + ": permission denied");
        }
        return new NotStarted(126, program + ": " + (words.isEmpty() ? "could not be started" : words));
    }
}
