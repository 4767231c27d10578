package dev.chandler.core.run;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Mount;
import dev.chandler.core.toolbox.Toolbox;
import java.util.List;
import java.util.Optional;

/** Brings a build's toolbox to the engine before the first instance that runs commands, and never for a build that needs none. */
final class KeptTools {

    private final Engine engine;
    private final Optional<Toolbox> toolbox;
    private boolean kept;

    KeptTools(Engine engine, Optional<Toolbox> toolbox) {
        this.engine = engine;
        this.toolbox = toolbox;
    }

    /** Sees to it that the toolbox among the mounts is there; the same mounts. */
    synchronized List<Mount> kept(List<Mount> mounts) throws InterruptedException {
        if (toolbox.isPresent() && !kept) {
            engine.keepToolbox(toolbox.get().digest(), toolbox.get().content());
            kept = true;
        }
        return mounts;
    }

    /** The mounts of an instance in which nothing runs that could use tools. */
    static List<Mount> without(List<Mount> mounts) {
        return mounts.stream()
                .filter(mount -> !(mount instanceof Mount.Toolbox))
                .toList();
    }
}
