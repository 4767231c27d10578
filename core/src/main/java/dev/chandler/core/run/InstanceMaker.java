package dev.chandler.core.run;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.provision.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the instances of a build, all of them in the same way. Thread-safe. */
final class InstanceMaker {

    private final Engine engine;
    private final Base base;
    private final InstanceSettings settings;
    private final CacheClaims caches;
    private final KeptTools tools;
    private final StepFolders folders;
    private final Optional<CaBundle> caBundle;

    InstanceMaker(
            Engine engine,
            Base base,
            InstanceSettings settings,
            CacheClaims caches,
            KeptTools tools,
            StepFolders folders,
            Optional<CaBundle> caBundle) {
        this.engine = engine;
        this.base = base;
        this.settings = settings;
        this.caches = caches;
        this.tools = tools;
        this.folders = folders;
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
        Optional<Mount.Shared> share = share(runsCommands);
        Instance made = engine.create(spec(state, runsCommands, share));
        folders.belongs(share, made);
        return trusting(made, runsCommands);
    }

    /**
     * Makes one with a claim on states.
     *
     * @param keys the states' keys, in order
     * @return empty if another build has claimed the first of them
     * @throws InterruptedException if cancelled; nothing is left then
     */
    Optional<Instance> claim(Optional<Snapshot> state, boolean runsCommands, List<Digest> keys)
            throws InterruptedException {
        Optional<Mount.Shared> share = share(runsCommands);
        Optional<Instance> made = engine.claim(spec(state, runsCommands, share), keys);
        made.ifPresent(instance -> folders.belongs(share, instance));
        return made.isPresent() ? Optional.of(trusting(made.get(), runsCommands)) : made;
    }

    private Optional<Mount.Shared> share(boolean runsCommands) {
        return runsCommands ? folders.share() : Optional.empty();
    }

    private InstanceSpec spec(Optional<Snapshot> state, boolean runsCommands, Optional<Mount.Shared> share)
            throws InterruptedException {
        List<Mount> mounts = new ArrayList<>(caches.mounts());
        share.ifPresent(mounts::add);
        return tools.in(new InstanceSpec(base, state, runsCommands, settings.withMounts(mounts)));
    }

    private Instance trusting(Instance made, boolean runsCommands) throws InterruptedException {
        if (runsCommands && caBundle.isPresent()) {
            try {
                caBundle.get().put(made, words -> Command.of(tools.argv(words)));
            } catch (RuntimeException | InterruptedException e) {
                made.close();
                throw e;
            }
        }
        return made;
    }
}
