package dev.chandler.api.artifact;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What an image says about how it is to be run.
 *
 * <p>The execution parameters of the <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md">OCI
 * image config 1.1</a>, with Docker's {@code OnBuild}, {@code Healthcheck} and {@code Shell}. An absent {@link #entrypoint()} or
 * {@link #cmd()} is not the same as an empty one. What an engine keeps beyond these fields is the engine's to carry
 * over from the base. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ImageConfig {

    /** The config of an image that says nothing. */
    public static final ImageConfig EMPTY = new Builder().build();

    /** Where programs are looked for when neither the image nor anybody else says so. */
    public static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final @Nullable List<String> entrypoint;
    private final @Nullable List<String> cmd;
    private final Map<String, String> env;
    private final String user;
    private final String workdir;
    private final Map<String, String> labels;
    private final Set<String> exposedPorts;
    private final Set<String> volumes;
    private final List<String> onBuild;
    private final @Nullable Healthcheck healthcheck;
    private final String stopSignal;
    private final List<String> shell;

    private ImageConfig(Builder builder) {
        this.entrypoint = builder.entrypoint;
        this.cmd = builder.cmd;
        this.env = builder.env;
        this.user = builder.user;
        this.workdir = builder.workdir;
        this.labels = builder.labels;
        this.exposedPorts = builder.exposedPorts;
        this.volumes = builder.volumes;
        this.onBuild = builder.onBuild;
        this.healthcheck = builder.healthcheck;
        this.stopSignal = builder.stopSignal;
        this.shell = builder.shell;
    }

    /**
     * A builder of a config that so far says nothing.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder that starts from this config.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder()
                .entrypoint(entrypoint)
                .cmd(cmd)
                .env(env)
                .user(user)
                .workdir(workdir)
                .labels(labels)
                .exposedPorts(exposedPorts)
                .volumes(volumes)
                .onBuild(onBuild)
                .healthcheck(healthcheck)
                .stopSignal(stopSignal)
                .shell(shell);
    }

    /**
     * The entrypoint.
     *
     * @return its words; absent is not the same as empty
     */
    public Optional<List<String>> entrypoint() {
        return Optional.ofNullable(entrypoint);
    }

    /**
     * The command, or the arguments of the entrypoint.
     *
     * @return its words; absent is not the same as empty
     */
    public Optional<List<String>> cmd() {
        return Optional.ofNullable(cmd);
    }

    /**
     * The environment.
     *
     * @return names and values, in the image's order
     */
    public Map<String, String> env() {
        return env;
    }

    /**
     * The user.
     *
     * @return {@code user[:group]} by name or number, empty where the image says nothing
     */
    public String user() {
        return user;
    }

    /**
     * The working directory.
     *
     * @return an absolute path, empty where the image says nothing
     */
    public String workdir() {
        return workdir;
    }

    /**
     * The labels.
     *
     * @return names and values, in the image's order
     */
    public Map<String, String> labels() {
        return labels;
    }

    /**
     * The exposed ports.
     *
     * @return each as {@code 80/tcp}, sorted
     */
    public Set<String> exposedPorts() {
        return exposedPorts;
    }

    /**
     * The volumes.
     *
     * @return absolute paths, sorted
     */
    public Set<String> volumes() {
        return volumes;
    }

    /**
     * What the image asks of builds that start from it.
     *
     * @return Dockerfile instructions, in order
     */
    public List<String> onBuild() {
        return onBuild;
    }

    /**
     * How a container is asked whether it is well.
     *
     * @return the check; absent is not the same as {@link Healthcheck#NONE}
     */
    public Optional<Healthcheck> healthcheck() {
        return Optional.ofNullable(healthcheck);
    }

    /**
     * The signal that asks a container to end.
     *
     * @return a name such as {@code SIGTERM}, or a number; empty where the image says nothing
     */
    public String stopSignal() {
        return stopSignal;
    }

    /**
     * The shell that Dockerfiles on top of the image use for commands that are text.
     *
     * @return its words; empty where the image says nothing
     */
    public List<String> shell() {
        return shell;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageConfig that && fields().equals(that.fields());
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    @Override
    public String toString() {
        return "ImageConfig" + fields();
    }

    private List<Object> fields() {
        return List.of(
                entrypoint(),
                cmd(),
                env,
                user,
                workdir,
                labels,
                exposedPorts,
                volumes,
                onBuild,
                healthcheck(),
                stopSignal,
                shell);
    }

    /** Makes configs; not thread-safe. */
    public static final class Builder {

        private @Nullable List<String> entrypoint;
        private @Nullable List<String> cmd;
        private Map<String, String> env = Map.of();
        private String user = "";
        private String workdir = "";
        private Map<String, String> labels = Map.of();
        private Set<String> exposedPorts = Set.of();
        private Set<String> volumes = Set.of();
        private List<String> onBuild = List.of();
        private @Nullable Healthcheck healthcheck;
        private String stopSignal = "";
        private List<String> shell = List.of();

        private Builder() {}

        /**
         * Sets the entrypoint.
         *
         * @param entrypoint its words, or null for none
         * @return this
         */
        public Builder entrypoint(@Nullable List<String> entrypoint) {
            this.entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
            return this;
        }

        /**
         * Sets the command.
         *
         * @param cmd its words, or null for none
         * @return this
         */
        public Builder cmd(@Nullable List<String> cmd) {
            this.cmd = cmd == null ? null : List.copyOf(cmd);
            return this;
        }

        /**
         * Sets the whole environment.
         *
         * @param env names and values
         * @return this
         */
        public Builder env(Map<String, String> env) {
            this.env = ordered(env);
            return this;
        }

        /**
         * Sets the user.
         *
         * @param user {@code user[:group]}, or empty
         * @return this
         */
        public Builder user(String user) {
            this.user = Objects.requireNonNull(user, "user");
            return this;
        }

        /**
         * Sets the working directory.
         *
         * @param workdir an absolute path, or empty
         * @return this
         */
        public Builder workdir(String workdir) {
            this.workdir = Objects.requireNonNull(workdir, "workdir");
            return this;
        }

        /**
         * Sets all labels.
         *
         * @param labels names and values
         * @return this
         */
        public Builder labels(Map<String, String> labels) {
            this.labels = ordered(labels);
            return this;
        }

        /**
         * Sets the exposed ports.
         *
         * @param exposedPorts each as {@code 80/tcp}
         * @return this
         */
        public Builder exposedPorts(Set<String> exposedPorts) {
            this.exposedPorts = Collections.unmodifiableSet(new TreeSet<>(exposedPorts));
            return this;
        }

        /**
         * Sets the volumes.
         *
         * @param volumes absolute paths
         * @return this
         */
        public Builder volumes(Set<String> volumes) {
            this.volumes = Collections.unmodifiableSet(new TreeSet<>(volumes));
            return this;
        }

        /**
         * Sets what the image asks of builds that start from it.
         *
         * @param onBuild Dockerfile instructions
         * @return this
         */
        public Builder onBuild(List<String> onBuild) {
            this.onBuild = List.copyOf(onBuild);
            return this;
        }

        /**
         * Sets how a container is asked whether it is well.
         *
         * @param healthcheck the check, or null for none
         * @return this
         */
        public Builder healthcheck(@Nullable Healthcheck healthcheck) {
            this.healthcheck = healthcheck;
            return this;
        }

        /**
         * Sets the signal that asks a container to end.
         *
         * @param stopSignal a name or a number, or empty
         * @return this
         */
        public Builder stopSignal(String stopSignal) {
            this.stopSignal = Objects.requireNonNull(stopSignal, "stopSignal");
            return this;
        }

        /**
         * Sets the shell of Dockerfiles on top of the image.
         *
         * @param shell its words, or none
         * @return this
         */
        public Builder shell(List<String> shell) {
            this.shell = List.copyOf(shell);
            return this;
        }

        /**
         * Makes the config.
         *
         * @return an immutable config
         */
        public ImageConfig build() {
            return new ImageConfig(this);
        }

        private static Map<String, String> ordered(Map<String, String> map) {
            return Collections.unmodifiableMap(new LinkedHashMap<>(map));
        }
    }
}
