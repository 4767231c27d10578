package dev.chandler.core.trust;

import dev.chandler.api.problem.Problem;
import java.util.Optional;

/** What a policy says of a file. Immutable. */
public sealed interface Verdict {

    /** There is no policy, so that nothing was looked at. */
    record NotAsked() implements Verdict {
        @Override
        public String words() {
            return "not asked for: there is no policy";
        }
    }

    /**
     * A trusted key that may sign it has signed it.
     *
     * @param key the key's name in the policy
     */
    record Signed(String key) implements Verdict {
        @Override
        public String words() {
            return "signed by \"" + key + "\"";
        }
    }

    /**
     * It has no signature, and the policy lets such in where it comes from.
     *
     * @param pattern what in the policy allows it
     */
    record Unsigned(String pattern) implements Verdict {
        @Override
        public String words() {
            return "not signed, which the policy allows for \"" + pattern + "\"";
        }
    }

    /**
     * It is not let in.
     *
     * @param problem why
     */
    record Refused(Problem problem) implements Verdict {
        @Override
        public String words() {
            return "refused: " + problem.what();
        }

        @Override
        public Optional<Problem> refusal() {
            return Optional.of(problem);
        }
    }

    /**
     * The verdict, for people.
     *
     * @return a few words without a full stop
     */
    String words();

    /**
     * Why it is not let in.
     *
     * @return the problem; empty where it is let in
     */
    default Optional<Problem> refusal() {
        return Optional.empty();
    }
}
