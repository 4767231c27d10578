package dev.chandler.core.engine;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.lock.Lockfile;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds the image that a manifest's word means, as the project has pinned it, and sees to it that it is on the engine, as far as
 * the user lets it be fetched.
 *
 * @param engine where
 * @param platform what it is to run on; empty for the engine's own
 * @param pins what the project has pinned
 */
public record BaseFetch(Engine engine, Optional<Platform> platform, BasePins pins) {

    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

    /**
     * Finds one without fetching anything.
     *
     * @param reference what the manifest names
     * @param role what it is there for, in the user's words: {@code base}
     * @param place where that was written
     * @return it, present or not
     * @throws EngineException if it is neither there nor where it would be fetched from
     * @throws InterruptedException if cancelled
     */
    public Base find(BaseReference reference, String role, Location place) throws InterruptedException {
        return as(reference, role, place, engine::resolve);
    }

    /**
     * Fetches one, where that is due, and pins what it means, where that is new. An image's id, as that of what another build
     * has just made, can mean nothing new: what is there is not fetched, and nothing is pinned.
     *
     * @param reference what the manifest names
     * @param role what it is there for, in the user's words: {@code base}
     * @param place where that was written
     * @param policy when it is fetched
     * @param progress is told how far it has come
     * @param notices is told what the user should know of the lock
     * @return it, present
     * @throws EngineException if it is not there and may not be fetched, or cannot be
     * @throws dev.chandler.api.problem.ManifestException if it has to be pinned, and is not
     * @throws InterruptedException if cancelled
     */
    public Base fetch(
            BaseReference reference,
            String role,
            Location place,
            PullPolicy policy,
            ProgressSink progress,
            Consumer<String> notices)
            throws InterruptedException {
        Base base = as(reference, role, place, (meant, on) -> fetch(meant, role, place, policy, progress));
        if (isId(reference)) {
            return base;
        }
        pins.keep(reference, base, engine, platform, place).ifPresent(notices);
        return base;
    }

    private Base fetch(BaseReference meant, String role, Location place, PullPolicy policy, ProgressSink progress)
            throws InterruptedException {
        if (policy == PullPolicy.ALWAYS && !isId(meant)) {
            return engine.pull(meant, platform, progress);
        }
        Base base = engine.resolve(meant, platform);
        if (base.present()) {
            return base;
        }
        if (policy == PullPolicy.NEVER) {
            throw new EngineException(
                    Problem.of("CH-ENGINE-003", "the " + role + " \"" + base.reference() + "\" is not there")
                            .at(place)
                            .because("--pull never forbids to fetch it")
                            .remedy("fetch it yourself, or leave --pull out"));
        }
        return engine.pull(meant, platform, progress);
    }

    private static boolean isId(BaseReference reference) {
        return reference instanceof BaseReference.Image image
                && ID.matcher(image.name()).matches();
    }

    /** Has an image by what its name means here. */
    private interface ByReference {
        Base get(BaseReference meant, Optional<Platform> platform) throws InterruptedException;
    }

    private Base as(BaseReference written, String role, Location place, ByReference get) throws InterruptedException {
        BaseReference meant = pins.meant(written, engine, platform);
        try {
            return get.get(meant, platform);
        } catch (EngineException e) {
            if (meant.equals(written)) {
                throw e;
            }
            Problem cause = e.problems().get(0);
            throw new EngineException(
                    Problem.of("CH-LOCK-011", "cannot have the " + role + " \"" + written + "\" as it is pinned")
                            .at(place)
                            .because(Lockfile.NAME + " has it be " + meant + ": " + cause.what()
                                    + cause.why().map(why -> ", " + why).orElse(""))
                            .remedy("see that it can be had from there, or run \"chandler lock --update " + written
                                    + "\" for what the name means now"),
                    e);
        }
    }
}
