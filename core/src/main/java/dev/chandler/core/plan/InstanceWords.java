package dev.chandler.core.plan;

import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says for people how instances will be. */
final class InstanceWords {

    private static final List<String> UNITS = List.of("", "k", "m", "g", "t");

    private InstanceWords() {}

    /** Lines, each ended by a line feed; none where nothing was asked for. */
    static String of(InstanceSection instance) {
        StringBuilder out = new StringBuilder();
        List<String> settings = settings(instance.settings());
        if (!settings.isEmpty()) {
            out.append("instance ").append(String.join(", ", settings)).append('\n');
        }
        for (MountSpec spec : instance.mounts()) {
            if (spec.mount() instanceof Mount.Toolbox toolbox) {
                out.append("toolbox  ").append(toolbox(instance, toolbox)).append('\n');
            } else {
                out.append("mount    ").append(mount(spec)).append('\n');
            }
        }
        return out.toString();
    }

    private static List<String> settings(InstanceSettings settings) {
        List<String> words = new ArrayList<>();
        if (settings.network().kind() != Network.Kind.DEFAULT) {
            words.add("network " + settings.network());
        }
        add(words, "hosts", settings.hosts());
        add(words, "dns", settings.dns());
        settings.memoryBytes().ifPresent(bytes -> words.add("memory " + size(bytes)));
        settings.nanoCpus().ifPresent(cpus -> words.add("cpus " + cpus(cpus)));
        flag(words, "privileged", settings.privileged());
        add(words, "capabilities +", settings.addedCapabilities());
        add(words, "capabilities -", settings.droppedCapabilities());
        flag(words, "no-new-privileges", settings.noNewPrivileges());
        flag(words, "read-only", settings.readOnly());
        add(words, "ulimits", settings.ulimits());
        add(words, "devices", settings.devices().stream().map(Device::host).toList());
        return words;
    }

    private static String toolbox(InstanceSection instance, Mount.Toolbox toolbox) {
        String source = instance.toolbox().map(Object::toString).orElse("");
        return source + "  (" + toolbox.digest().shortHex() + ")";
    }

    private static String mount(MountSpec spec) {
        Mount mount = spec.mount();
        if (mount instanceof Mount.Bind bind) {
            return bind.target() + "  bind of " + bind.source() + (bind.readOnly() ? ", read-only" : "");
        }
        if (mount instanceof Mount.Cache cache) {
            return cache.target() + "  cache " + cache.name() + ", " + spec.sharing();
        }
        Mount.Tmpfs tmpfs = (Mount.Tmpfs) mount;
        return tmpfs.target() + "  tmpfs"
                + (tmpfs.sizeBytes().isPresent()
                        ? " of " + size(tmpfs.sizeBytes().getAsLong())
                        : "");
    }

    private static void add(List<String> words, String name, Map<String, ?> values) {
        add(
                words,
                name,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    private static void add(List<String> words, String name, List<String> values) {
        if (!values.isEmpty()) {
            words.add(values.stream().collect(Collectors.joining(" ", name + " ", "")));
        }
    }

    private static void flag(List<String> words, String name, boolean value) {
        if (value) {
            words.add(name);
        }
    }

    private static String cpus(long billionths) {
        return BigDecimal.valueOf(billionths, 9).stripTrailingZeros().toPlainString();
    }

    private static String size(long bytes) {
        int unit = 0;
        long left = bytes;
        while (left % 1024 == 0 && unit < UNITS.size() - 1) {
            left /= 1024;
            unit++;
        }
        return left + UNITS.get(unit);
    }
}
