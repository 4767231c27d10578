package dev.chandler.engine.lxd;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What LXD has no keys for, in the words of LXC, which it hands on from {@code raw.lxc}.
 *
 * <p>Source: lxc.container.conf(5) of LXC 5.0.
 */
final class RawConfig {

    /** As much as other engines give. */
    private static final long SHARED_MEMORY_BYTES = 64 << 20;

    private static final String ALL = "ALL";

    private RawConfig() {}

    /**
     * Writes it.
     *
     * @param made what the state that the instance is made of has of files that are none
     */
    static String of(InstanceSpec spec, Optional<Address> address, MadeFiles made) {
        InstanceSettings settings = spec.settings();
        List<String> lines = new ArrayList<>();
        lines.add(Scripts.firstProcess(spec.shell()));
        address.ifPresent(known -> lines.addAll(known.raw()));
        OwnFile.of(settings, address).forEach(file -> lines.add(file.raw(made)));
        if (settings.memoryBytes().isPresent() || settings.nanoCpus().isPresent()) {
            // Nobody in the instance mounts it, and programs look there for their limits.
            lines.add("lxc.mount.auto = cgroup:ro:force");
        }
        if (settings.privileged()) {
            // Without a value: nothing of what LXD takes away is taken.
            lines.add("lxc.cap.drop =");
        }
        capabilities(settings, lines);
        if (settings.noNewPrivileges()) {
            lines.add("lxc.no_new_privs = 1");
        }
        if (settings.readOnly()) {
            lines.add("lxc.rootfs.options = ro");
        }
        if (spec.runsCommands()) {
            mounts(settings.mounts(), lines);
        }
        return String.join("\n", lines) + "\n";
    }

    /**
     * Either what is dropped or what is kept: LXC takes no more than one of them. Where something is added, what LXD itself takes
     * away is given back: in a namespace of users that reaches nothing of the machine.
     */
    private static void capabilities(InstanceSettings settings, List<String> lines) {
        Set<String> added = new TreeSet<>(settings.addedCapabilities());
        Set<String> dropped = new TreeSet<>(settings.droppedCapabilities());
        boolean keeps = dropped.remove(ALL) && !added.contains(ALL);
        if (keeps || !added.isEmpty()) {
            lines.add("lxc.cap.drop =");
        }
        if (keeps) {
            lines.add("lxc.cap.keep = " + (added.isEmpty() ? "none" : words(added)));
        } else if (!dropped.isEmpty()) {
            lines.add("lxc.cap.drop = " + words(dropped));
        }
    }

    private static String words(Set<String> capabilities) {
        return String.join(" ", capabilities).toLowerCase(Locale.ROOT);
    }

    private static void mounts(List<Mount> mounts, List<String> lines) {
        boolean taken = mounts.stream()
                .anyMatch(mount -> !(mount instanceof Mount.Toolbox)
                        && (mount.target() + "/").startsWith(Mount.Toolbox.FOLDER + "/"));
        if (!taken) {
            lines.add(tmpfs(new Mount.Tmpfs(Mount.Toolbox.FOLDER, OptionalLong.of(SHARED_MEMORY_BYTES))));
        }
        for (Mount mount : mounts) {
            if (mount instanceof Mount.Tmpfs tmpfs) {
                lines.add(tmpfs(tmpfs));
            } else if (mount instanceof Mount.Toolbox toolbox) {
                lines.add("lxc.mount.entry = " + path(Devices.place(toolbox) + "/" + ToolboxBackup.FILES) + " "
                        + path(toolbox.target()) + " none bind,relative,create=dir 0 0");
            }
        }
    }

    private static String tmpfs(Mount.Tmpfs mount) {
        String size =
                mount.sizeBytes().isPresent() ? ",size=" + mount.sizeBytes().getAsLong() : "";
        return "lxc.mount.entry = tmpfs " + path(mount.target()) + " tmpfs rw,nosuid,nodev,create=dir,mode=1777" + size
                + " 0 0";
    }

    /** As fstab(5) has it. */
    private static String path(String path) {
        return path.substring(1).replace("\\", "\\134").replace(" ", "\\040").replace("\n", "\\012");
    }
}
