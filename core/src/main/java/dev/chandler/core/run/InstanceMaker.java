package dev.chandler.core.run;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Snapshot;
import java.util.Optional;

/** Makes the instances of a build, all of them in the same way. Thread-safe. */
final class InstanceMaker {

    private final Engine engine;
    private final Base base;
    private final InstanceSettings settings;
    private final CacheClaims caches;
    private final Optional<CaBundle> caBundle;

    InstanceMaker(
            Engine engine, Base base, InstanceSettings settings, CacheClaims caches, Optional<CaBundle> caBundle) {
        this.engine = engine;
        this.base = base;
        this.settings = settings;
        this.caches = caches;
        this.caBundle = caBundle;
    }

    /**
     * Makes one.
     *
     * @param state what it starts from; empty for the base's own
     * @param runsCommands whether anything that will be done in it starts a process
     * @throws InterruptedException if cancelled; nothing is left then
     */
    Instance make(Optional<Snapshot> state, boolean runsCommands) throws InterruptedException {
        InstanceSettings all = settings.withMounts(caches.mounts());
        Instance made = engine.create(new InstanceSpec(base, state, runsCommands, all));
        if (runsCommands && caBundle.isPresent()) {
            try {
                caBundle.get().put(made);
            } catch (RuntimeException | InterruptedException e) {
                made.close();
                throw e;
            }
        }
        return made;
    }
}
