package dev.chandler.engine.docker;

import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in Docker's words how an instance is to be. */
final class DockerJavaHost {

    /** Its value is the cache's name; which client made the volume says the other label. */
    static final String CACHE_LABEL = "dev.chandler.cache";

    private static final String CACHE = "chandler-mount-";

    private final InstanceSettings settings;
    private final Map<String, String> labels;

    /**
     * Makes it for one instance.
     *
     * @param labels those of the instance, of which volumes that outlive it have one
     */
    DockerJavaHost(InstanceSettings settings, Map<String, String> labels) {
        this.settings = settings;
        this.labels = labels;
    }

    /** Leaves all that was not asked for as the daemon has it. */
    HostConfig over(HostConfig host) {
        if (settings.network().kind() != Network.Kind.DEFAULT) {
            host.withNetworkMode(settings.network().toString());
        }
        host.withExtraHosts(settings.hosts().entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue())
                .toArray(String[]::new));
        host.withDns(settings.dns());
        settings.memoryBytes().ifPresent(host::withMemory);
        settings.nanoCpus().ifPresent(host::withNanoCPUs);
        if (!settings.ulimits().isEmpty()) {
            host.withUlimits(ulimits());
        }
        host.withDevices(settings.devices().stream()
                .map(device -> new Device(device.access(), device.instance(), device.host()))
                .toList());
        privileges(host);
        mounts(host);
        return host;
    }

    private void privileges(HostConfig host) {
        if (settings.privileged()) {
            host.withPrivileged(true);
        }
        host.withCapAdd(capabilities(settings.addedCapabilities()));
        host.withCapDrop(capabilities(settings.droppedCapabilities()));
        if (settings.noNewPrivileges()) {
            host.withSecurityOpts(List.of("no-new-privileges:true"));
        }
        if (settings.readOnly()) {
            host.withReadonlyRootfs(true);
        }
    }

    private static com.github.dockerjava.api.model.Capability[] capabilities(List<String> names) {
        return names.stream()
                .map(com.github.dockerjava.api.model.Capability::valueOf)
                .toArray(com.github.dockerjava.api.model.Capability[]::new);
    }

    private List<Ulimit> ulimits() {
        List<Ulimit> ulimits = new ArrayList<>();
        settings.ulimits().forEach((name, limit) -> ulimits.add(new Ulimit(name, limit.soft(), limit.hard())));
        return ulimits;
    }

    private void mounts(HostConfig host) {
        List<Mount> mounts = new ArrayList<>();
        Map<String, String> memory = new LinkedHashMap<>();
        for (dev.chandler.api.engine.Mount mount : settings.mounts()) {
            if (mount instanceof dev.chandler.api.engine.Mount.Bind bind) {
                mounts.add(new Mount()
                        .withType(MountType.BIND)
                        .withSource(bind.source().toString())
                        .withTarget(bind.target())
                        .withReadOnly(bind.readOnly()));
            } else if (mount instanceof dev.chandler.api.engine.Mount.Cache cache) {
                mounts.add(cache(cache));
            } else if (mount instanceof dev.chandler.api.engine.Mount.Toolbox toolbox) {
                mounts.add(toolbox(toolbox));
            } else if (mount instanceof dev.chandler.api.engine.Mount.Shared shared) {
                mounts.add(new Mount()
                        .withType(MountType.BIND)
                        .withSource(shared.source().toString())
                        .withTarget(shared.target())
                        .withReadOnly(true));
            } else if (mount instanceof dev.chandler.api.engine.Mount.Tmpfs tmpfs) {
                // As a mount it would have no option with which programs can be started from there.
                String size = tmpfs.sizeBytes().isPresent()
                        ? ",size=" + tmpfs.sizeBytes().getAsLong()
                        : "";
                memory.put(tmpfs.target(), "rw,exec,nosuid,nodev,mode=1777" + size);
            }
        }
        if (settings.mounts().stream().anyMatch(Toolboxes::isInMemory)) {
            mounts.add(sharedMemory());
        }
        if (!mounts.isEmpty()) {
            host.withMounts(mounts);
        }
        if (!memory.isEmpty()) {
            host.withTmpFs(memory);
        }
    }

    /** What makes sure that it is there is {@link Toolboxes#require}: the daemon would mount an empty volume. */
    private static Mount toolbox(dev.chandler.api.engine.Mount.Toolbox toolbox) {
        return new Mount()
                .withType(MountType.VOLUME)
                .withSource(ToolboxVolumes.files(toolbox.digest()))
                .withTarget(toolbox.target())
                .withReadOnly(true)
                .withVolumeOptions(new VolumeOptions().withNoCopy(true));
    }

    /**
     * As the daemon would make it, but as a volume: those it mounts also where files are put and got, over what it shows
     * of the container then. Else the place of a toolbox would be made there, and stay in the image.
     */
    private Mount sharedMemory() {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(ClientIdentity.VERSION_LABEL, labels.getOrDefault(ClientIdentity.VERSION_LABEL, ""));
        own.put(ClientIdentity.BUILD_LABEL, labels.getOrDefault(ClientIdentity.BUILD_LABEL, ""));
        Map<String, String> memory =
                Map.of("type", "tmpfs", "device", "tmpfs", "o", "size=64m,mode=1777,nosuid,nodev,noexec");
        return new Mount()
                .withType(MountType.VOLUME)
                .withTarget(dev.chandler.api.engine.Mount.Toolbox.FOLDER)
                .withVolumeOptions(new VolumeOptions()
                        .withNoCopy(true)
                        .withLabels(own)
                        .withDriverConfig(new Driver().withName("local").withOptions(memory)));
    }

    /** Made by the daemon where it is missing; what the image has at its place is not copied into it. */
    private Mount cache(dev.chandler.api.engine.Mount.Cache cache) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(ClientIdentity.VERSION_LABEL, labels.getOrDefault(ClientIdentity.VERSION_LABEL, ""));
        own.put(CACHE_LABEL, cache.name());
        return new Mount()
                .withType(MountType.VOLUME)
                .withSource(CACHE + cache.name())
                .withTarget(cache.target())
                .withVolumeOptions(new VolumeOptions().withNoCopy(true).withLabels(own));
    }
}
