package dev.chandler.api.provision;

import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A command to be run in an instance.
 *
 * <p>It gets exactly the environment given, plus {@code HOME} from the user's passwd entry where that is not given;
 * nothing that the engine would add. Its umask is 022. Immutable; inside a step, start from
 * {@link StepContext#command}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Command {

    private final List<String> argv;
    private final Map<String, String> env;
    private final String user;
    private final String workdir;
    private final @Nullable Supplier<InputStream> stdin;
    private final @Nullable String mark;

    private Command(Builder builder) {
        this.argv = builder.argv;
        this.env = Collections.unmodifiableMap(new LinkedHashMap<>(builder.env));
        this.user = builder.user;
        this.workdir = builder.workdir;
        this.stdin = builder.stdin;
        this.mark = builder.mark;
    }

    /**
     * Starts a command with an empty environment, as root, in {@code /}.
     *
     * @param argv the program and its arguments, at least one word
     * @return a builder
     */
    public static Builder of(String... argv) {
        return of(List.of(argv));
    }

    /**
     * Starts a command with an empty environment, as root, in {@code /}.
     *
     * @param argv the program and its arguments, at least one word
     * @return a builder
     */
    public static Builder of(List<String> argv) {
        return new Builder(argv);
    }

    /**
     * The program and its arguments.
     *
     * @return at least one word
     */
    public List<String> argv() {
        return argv;
    }

    /**
     * The environment.
     *
     * @return names and values, in order
     */
    public Map<String, String> env() {
        return env;
    }

    /**
     * The user.
     *
     * @return {@code user[:group]} by name or number; empty for root
     */
    public String user() {
        return user;
    }

    /**
     * The working directory.
     *
     * @return an absolute path; it is not made where it is missing
     */
    public String workdir() {
        return workdir;
    }

    /**
     * Standard input.
     *
     * @return opens it, once; the engine closes it. Empty for an empty input
     */
    public Optional<Supplier<InputStream>> stdin() {
        return Optional.ofNullable(stdin);
    }

    /**
     * What the command's processes are told apart by, where others run beside it.
     *
     * @return the value of the environment variable {@code CHANDLER_STEP}, which the engine sets only then
     */
    public Optional<String> mark() {
        return Optional.ofNullable(mark);
    }

    @Override
    public String toString() {
        return String.join(" ", argv);
    }

    /** Makes commands; not thread-safe. */
    public static final class Builder {

        private final List<String> argv;
        private final Map<String, String> env = new LinkedHashMap<>();
        private String user = "";
        private String workdir = "/";
        private @Nullable Supplier<InputStream> stdin;
        private @Nullable String mark;

        private Builder(List<String> argv) {
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a command has at least one word");
            }
            this.argv = List.copyOf(argv);
        }

        /**
         * Adds to the environment.
         *
         * @param more names and values; they win over what was given before
         * @return this
         */
        public Builder env(Map<String, String> more) {
            env.putAll(more);
            return this;
        }

        /**
         * Sets the user.
         *
         * @param user {@code user[:group]}; empty for root
         * @return this
         */
        public Builder user(String user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        /**
         * Sets the working directory.
         *
         * @param workdir an absolute path
         * @return this
         */
        public Builder workdir(String workdir) {
            this.workdir = Objects.requireNonNull(workdir, "workdir");
            return this;
        }

        /**
         * Sets standard input.
         *
         * @param stdin opens it, once
         * @return this
         */
        public Builder stdin(Supplier<InputStream> stdin) {
            this.stdin = stdin;
            return this;
        }

        /**
         * Sets what the command's processes are told apart by.
         *
         * @param mark letters, digits, {@code .}, {@code _} and {@code -}, and none of them the beginning of another in the
         *     same instance; empty for none
         * @return this
         */
        public Builder mark(Optional<String> mark) {
            this.mark = mark.orElse(null);
            return this;
        }

        /**
         * Makes the command.
         *
         * @return an immutable command
         */
        public Command build() {
            return new Command(this);
        }
    }
}
