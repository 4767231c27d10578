package dev.chandler.core.manifest;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The words of a step that are the manifest's own, so that no provisioner can be called so. */
public final class StepWords {

    /** What a step's text is for {@code exec}. */
    static final String RUN = "run";

    /** Branches in place of work. */
    static final String PARALLEL = "parallel";

    /** What every step may say, whoever provisions it. */
    static final List<String> COMMON =
            List.of("name", "each", "when", "env", "workdir", "user", "shell", "timeout", "retries", "cache");

    /** What a step may say whose text or script is run, for {@code exec} to read. */
    static final List<String> EXEC = List.of("stdin", "allow-exit-codes");

    /** What the output of such a step is registered as. */
    static final String REGISTER = "register";

    private StepWords() {}

    /** Whether a word says something about work that another word names. */
    static boolean isBeside(String word) {
        return COMMON.contains(word) || EXEC.contains(word) || word.equals(REGISTER);
    }

    /**
     * All of them.
     *
     * @return the words, sorted
     */
    public static Set<String> all() {
        Set<String> all = new TreeSet<>(COMMON);
        all.addAll(EXEC);
        all.add(REGISTER);
        all.add(RUN);
        all.add(PARALLEL);
        return all;
    }
}
