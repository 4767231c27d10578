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
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record InstanceSpec(Base base, Optional<Snapshot> snapshot, boolean runsCommands, InstanceSettings settings) {

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
}
