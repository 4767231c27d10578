package dev.chandler.core.manifest;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a manifest wants its instances: {@code instance:}, {@code mounts:} and {@code toolbox:}.
 *
 * @param settings what an engine is asked for, the mounts included
 * @param mounts the mounts, in order
 * @param places where each thing was written that not every engine is capable of
 * @param toolbox where tools come from; they are among the mounts as soon as it is known which they are
 */
public record InstanceSection(
        InstanceSettings settings,
        List<MountSpec> mounts,
        Map<Capability, Location> places,
        Optional<ToolboxSource> toolbox) {

    /** Nothing was written. */
    public static final InstanceSection NONE = new InstanceSection(InstanceSettings.NONE, List.of(), Map.of());

    /**
     * Says how instances without a toolbox are to be.
     *
     * @param settings what an engine is asked for, the mounts included
     * @param mounts the mounts, in order
     * @param places where each thing was written that not every engine is capable of
     */
    public InstanceSection(InstanceSettings settings, List<MountSpec> mounts, Map<Capability, Location> places) {
        this(settings, mounts, places, Optional.empty());
    }

    /**
     * Puts mounts to settings.
     *
     * @param settings what {@code instance:} says
     * @param settingPlaces where it says it
     * @param mounts the mounts
     * @param toolbox where tools come from
     * @return all of it
     */
    static InstanceSection of(
            InstanceSettings settings,
            Map<Capability, Location> settingPlaces,
            List<MountSpec> mounts,
            Optional<ToolboxSource> toolbox) {
        Map<Capability, Location> places = new EnumMap<>(Capability.class);
        places.putAll(settingPlaces);
        mounts.forEach(each -> places.putIfAbsent(each.mount().needs(), each.location()));
        toolbox.ifPresent(source -> {
            places.put(Capability.TOOLBOX, source.location());
            if (source instanceof ToolboxSource.Container) {
                places.put(Capability.DATA_CONTAINER, source.location());
            }
        });
        return new InstanceSection(settings(settings, mounts), List.copyOf(mounts), places, toolbox);
    }

    private static InstanceSettings settings(InstanceSettings settings, List<MountSpec> mounts) {
        return settings.withMounts(mounts.stream().map(MountSpec::mount).toList());
    }

    /**
     * What an engine has to be capable of.
     *
     * @return the capabilities, without doubles
     */
    public Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        needs.addAll(settings.needs());
        toolbox.ifPresent(source -> needs.add(Capability.TOOLBOX));
        if (toolbox.filter(ToolboxSource.Container.class::isInstance).isPresent()) {
            needs.add(Capability.DATA_CONTAINER);
        }
        return needs;
    }

    /**
     * The same with tools, of which it is known which they are.
     *
     * @param source where they come from
     * @param tools what is mounted
     * @return another section
     * @throws ManifestException if something of the manifest's is mounted where toolboxes are
     */
    public InstanceSection withTools(ToolboxSource source, Mount.Toolbox tools) {
        for (MountSpec each : mounts) {
            if (each.mount().target().equals(Mount.Toolbox.FOLDER)) {
                throw new ManifestException(
                        Problem.of("CH-TOOLBOX-010", "nothing can be mounted at \"" + Mount.Toolbox.FOLDER + "\" here")
                                .at(each.location())
                                .because("that is where the tools are")
                                .remedy("mount it elsewhere, or do without toolbox: and on a base that has a shell"));
            }
        }
        List<MountSpec> all = new ArrayList<>(mounts);
        all.add(new MountSpec(tools, Sharing.SHARED, source.location()));
        return new InstanceSection(settings(settings, all), List.copyOf(all), places, Optional.of(source));
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
