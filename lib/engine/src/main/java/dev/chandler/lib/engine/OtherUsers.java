package dev.chandler.lib.engine;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Ends processes of an instance whose root cannot: where the Linux capability {@code KILL} is dropped, root reaches only its
 * own. Each user's are ended by that user. Used by one thread at a time.
 */
public final class OtherUsers {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofSeconds(12);
    private static final long PAUSE_MILLIS = 50;
    private static final String ROOT = "0";

    /** The way into the instance. */
    public interface Instance {

        /**
         * Runs lines of shell in it.
         *
         * @param user a number
         * @param script the lines
         * @param args what they have as {@code $1} and so on
         * @return how they ended
         * @throws InterruptedException if cancelled
         */
        Ran run(String user, String script, List<String> args) throws InterruptedException;

        /**
         * Has its first process wait for what has ended.
         *
         * @throws InterruptedException if cancelled
         */
        void reap() throws InterruptedException;
    }

    /**
     * How lines of shell ended.
     *
     * @param code their exit status
     * @param words what they wrote
     */
    public record Ran(int code, String words) {}

    private final Instance instance;
    private final String name;

    /**
     * Makes them for one instance.
     *
     * @param instance the way into it
     * @param name what it is called in messages, such as {@code container NAME}
     */
    public OtherUsers(Instance instance, String name) {
        this.instance = instance;
        this.name = name;
    }

    /**
     * Ends all of them: TERM, two seconds, KILL.
     *
     * @throws EngineException if one is still there after that
     * @throws InterruptedException if cancelled
     */
    public void end() throws InterruptedException {
        Set<String> users = users();
        long begun = System.nanoTime();
        signal("TERM", users);
        while (!users.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            instance.reap();
            long passed = System.nanoTime() - begun;
            if (passed > GIVE_UP.toNanos()) {
                throw failed("those of the users " + String.join(", ", users) + " are still there");
            }
            users = users();
            if (passed > GRACE.toNanos()) {
                signal("KILL", users);
            }
        }
    }

    /**
     * Ends those that carry a mark. What has changed its user without starting another program stays hidden even so; it
     * ends with everything else.
     *
     * @param users whose
     * @param mark the mark, as {@link dev.chandler.api.provision.Command#mark} has it
     * @throws EngineException if one is still there after TERM, two seconds, and KILL
     * @throws InterruptedException if cancelled
     */
    public void end(Iterable<String> users, String mark) throws InterruptedException {
        for (String user : users) {
            Ran ran = instance.run(user, ShellScript.read(OtherUsers.class, "end-marked.sh"), List.of(mark));
            if (ran.code() != 0) {
                throw failed("user " + user + ", status " + ran.code() + " "
                        + ran.words().strip());
            }
        }
        instance.reap();
    }

    /**
     * The users other than root that have processes.
     *
     * @return numbers
     * @throws InterruptedException if cancelled
     */
    public Set<String> users() throws InterruptedException {
        return instance.run(ROOT, ShellScript.read(OtherUsers.class, "list-users.sh"), List.of())
                .words()
                .lines()
                .filter(line -> !line.isBlank() && !line.equals(ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void signal(String signal, Set<String> users) throws InterruptedException {
        for (String user : users) {
            instance.run(user, "kill -" + signal + " -1 2>/dev/null || :", List.of());
        }
    }

    private EngineException failed(String why) {
        return new EngineException(
                List.of(
                        Problem.of("CH-ENGINE-098", "cannot end all processes in " + name)
                                .because(why)
                                .remedy(
                                        "a process may wait for a device or a file system that does not answer: look at what it does")));
    }
}
