package dev.chandler.core.manifest;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.problem.Location;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a manifest wants its instances: {@code instance:} and {@code mounts:}.
 *
 * @param settings what an engine is asked for, the mounts included
 * @param mounts the mounts, in order
 * @param places where each thing was written that not every engine is capable of
 */
public record InstanceSection(InstanceSettings settings, List<MountSpec> mounts, Map<Capability, Location> places) {

    /** Nothing was written. */
    public static final InstanceSection NONE = new InstanceSection(InstanceSettings.NONE, List.of(), Map.of());

    /**
     * Puts mounts to settings.
     *
     * @param settings what {@code instance:} says
     * @param settingPlaces where it says it
     * @param mounts the mounts
     * @return both
     */
    static InstanceSection of(
            InstanceSettings settings, Map<Capability, Location> settingPlaces, List<MountSpec> mounts) {
        Map<Capability, Location> places = new EnumMap<>(Capability.class);
        places.putAll(settingPlaces);
        mounts.forEach(each -> places.putIfAbsent(each.mount().needs(), each.location()));
        InstanceSettings all =
                settings.withMounts(mounts.stream().map(MountSpec::mount).toList());
        return new InstanceSection(all, List.copyOf(mounts), places);
    }

    /**
     * Whether steps can change files of the client, so that none of them may be left out.
     *
     * @return true if a bind is not read-only
     */
    public boolean writesToClient() {
        return mounts.stream().anyMatch(MountSpec::writesToClient);
    }
}
