package dev.chandler.cli.command;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.Location;
import dev.chandler.core.engine.BaseFetch;
import dev.chandler.core.lock.BasePins;
import dev.chandler.core.manifest.Manifest;
import dev.chandler.core.manifest.ToolboxSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Pins the images that a project's manifests name as bases and for their tools, on one engine and for one platform.
 *
 * @param pins what the project has pinned
 * @param engine where
 * @param platform what the images are to run on; empty for the engine's own
 */
record BaseLocking(BasePins pins, Engine engine, Optional<Platform> platform) {

    /** The names, each with a place where it stands. */
    static Map<BaseReference.Image, Location> names(Collection<Manifest> manifests) {
        Map<BaseReference.Image, Location> names = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            if (manifest.base() instanceof BaseReference.Image image
                    && manifest.baseBuild().isEmpty()) {
                names.putIfAbsent(image, manifest.baseLocation());
            }
            if (manifest.instance().toolbox().orElse(null) instanceof ToolboxSource.Image tools) {
                names.putIfAbsent(tools.reference(), tools.location());
            }
        }
        return names;
    }

    /**
     * Pins them.
     *
     * @param names each with a place where it stands
     * @param anew which are to be what they mean now, whatever is pinned; these are pulled
     * @throws dev.chandler.api.problem.EngineException if one of them cannot be had
     */
    void pin(Map<BaseReference.Image, Location> names, Predicate<String> anew) throws InterruptedException {
        BaseFetch images = new BaseFetch(engine, platform, pins);
        for (Map.Entry<BaseReference.Image, Location> each : names.entrySet()) {
            BaseReference.Image name = each.getKey();
            if (anew.test(name.name())) {
                // What is on the engine may be what the name meant long ago.
                pins.renew(name, engine.pull(name, platform, ProgressSink.NONE), engine, platform);
            } else if (!pins.has(name, engine, platform)) {
                pins.renew(name, images.find(name, "base", each.getValue()), engine, platform);
            }
        }
    }
}
