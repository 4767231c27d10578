package dev.chandler.api.engine;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What an instance is made of.
 *
 * @param base what the build starts from; its config holds for the instance whatever the snapshot
 * @param snapshot the state to start at; empty for the base's own
 * @param runsCommands false if nothing but files will be put, so that a base without a shell will do and nothing need
 *     be started
 * @param settings how the instance is to be; only what the engine is capable of
 * @param shell where the instance has the POSIX shell that an engine may need for its own work there: an absolute path,
 *     which may be in a {@linkplain Mount.Toolbox toolbox}. The engine needs no other program of the instance, and only
 *     what is built into the static shell of busybox
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record InstanceSpec(
        Base base, Optional<Snapshot> snapshot, boolean runsCommands, InstanceSettings settings, String shell) {

    /** Where bases have their shell. */
    public static final String SHELL = "/bin/sh";

    /**
     * Makes a request for an instance with the base's own shell.
     *
     * @param base what the build starts from
     * @param snapshot the state to start at; empty for the base's own
     * @param runsCommands false if nothing but files will be put
     * @param settings how the instance is to be
     */
    public InstanceSpec(Base base, Optional<Snapshot> snapshot, boolean runsCommands, InstanceSettings settings) {
        this(base, snapshot, runsCommands, settings, SHELL);
    }

    /**
     * Makes a request for an instance as the engine makes it by itself.
     *
     * @param base what the build starts from
     * @param snapshot the state to start at; empty for the base's own
     * @param runsCommands false if nothing but files will be put
     */
    public InstanceSpec(Base base, Optional<Snapshot> snapshot, boolean runsCommands) {
        this(base, snapshot, runsCommands, InstanceSettings.NONE);
    }

    /**
     * The same with a shell at another place.
     *
     * @param other an absolute path in the instance
     * @return another request
     */
    public InstanceSpec withShell(String other) {
        return new InstanceSpec(base, snapshot, runsCommands, settings, other);
    }
}
