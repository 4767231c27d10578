package dev.chandler.core.lock;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which images the names in a project's manifests mean, so that they mean the same to everybody until somebody says otherwise.
 *
 * <p>Only what an engine can have again by something that lasts is pinned: no files of the project, and no image that is on
 * one daemon alone. Thread-safe.
 */
public final class BasePins {

    private static final BasePins NONE = new BasePins(null, false);

    private final @Nullable ProjectLock lock;
    private final boolean locked;

    private BasePins(@Nullable ProjectLock lock, boolean locked) {
        this.lock = lock;
        this.locked = locked;
    }

    /**
     * Pins nothing.
     *
     * @return pins by which every name means what it does by itself
     */
    public static BasePins none() {
        return NONE;
    }

    /**
     * Pins what a project's lock says, and says there what is new.
     *
     * @param lock the project's lock
     * @param locked whether everything has to be in it
     * @return the pins
     */
    public static BasePins of(ProjectLock lock, boolean locked) {
        return new BasePins(lock, locked);
    }

    /**
     * What a name means.
     *
     * @param written as it is written
     * @param engine where
     * @param platform what it is to run on; empty for the engine's own
     * @return what is pinned of it; else the same
     * @throws ManifestException if the lock cannot be read
     */
    public BaseReference meant(BaseReference written, Engine engine, Optional<Platform> platform) {
        return pinned(written, engine, platform).<BaseReference>map(pin -> pin).orElse(written);
    }

    /**
     * Whether a name is pinned.
     *
     * @param written as it is written
     * @param engine where
     * @param platform what it is to run on; empty for the engine's own
     * @return whether it is
     */
    public boolean has(BaseReference written, Engine engine, Optional<Platform> platform) {
        return pinned(written, engine, platform).isPresent();
    }

    private Optional<BaseReference.Image> pinned(BaseReference written, Engine engine, Optional<Platform> platform) {
        return lock == null || !(written instanceof BaseReference.Image image)
                ? Optional.empty()
                : lock.read()
                        .base(image.name(), engine.id(), platform.orElse(engine.platform()))
                        .map(base -> new BaseReference.Image(base.pinned()));
    }

    /**
     * Pins what a name was found to mean, where that is new.
     *
     * @param written as it is written
     * @param found what it means
     * @param engine where
     * @param platform what it is to run on; empty for the engine's own
     * @param place where it is written
     * @return what the user should know of it: that it is pinned by now, or that the lock cannot be written
     * @throws ManifestException if everything has to be in the lock
     */
    public Optional<String> keep(
            BaseReference written, Base found, Engine engine, Optional<Platform> platform, Location place) {
        Optional<BaseReference.Image> pin = found.pinned();
        if (lock == null
                || pin.isEmpty()
                || pin.get().equals(written)
                || pinned(written, engine, platform).isPresent()) {
            return Optional.empty();
        }
        LockedBase base = locked(written, pin.get(), engine, platform);
        if (locked) {
            throw new ManifestException(Problem.of("CH-LOCK-010", "\"" + written + "\" is not in " + Lockfile.NAME)
                    .at(place)
                    .because("--locked lets nothing be added, which would be " + base.pinned() + " for " + base.engine()
                            + " on " + base.platform())
                    .remedy("run \"chandler lock\" and commit what it writes, or leave --locked out"));
        }
        try {
            lock.change(before -> before.with(base));
            return Optional.of(Lockfile.NAME + " has \"" + written + "\" be " + base.pinned());
        } catch (PluginException e) {
            return Optional.of(
                    "\"" + written + "\" is not pinned: " + e.problems().get(0).what());
        }
    }

    /**
     * Pins what a name means, whatever it was pinned to.
     *
     * @param written as it is written
     * @param found what it means now
     * @param engine where
     * @param platform what it is to run on; empty for the engine's own
     * @return what is pinned of it; empty where it is nothing that lasts
     * @throws PluginException if the lock cannot be written
     */
    public Optional<LockedBase> renew(BaseReference written, Base found, Engine engine, Optional<Platform> platform) {
        Optional<LockedBase> base = found.pinned().map(pin -> locked(written, pin, engine, platform));
        if (lock != null) {
            base.ifPresent(pinned -> lock.change(before -> before.with(pinned)));
        }
        return base;
    }

    private static LockedBase locked(
            BaseReference written, BaseReference.Image pin, Engine engine, Optional<Platform> platform) {
        return new LockedBase(written.toString(), engine.id(), platform.orElse(engine.platform()), pin.name());
    }
}
