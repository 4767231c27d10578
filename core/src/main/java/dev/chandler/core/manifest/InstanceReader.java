package dev.chandler.core.manifest;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Ulimit;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import dev.chandler.api.settings.SettingReader;
import dev.chandler.core.manifest.model.InstanceModel;
import dev.chandler.core.manifest.source.ProblemLog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code instance:}. */
final class InstanceReader {

    private static final String LIMIT = "a whole number, or unlimited";

    private final ProblemLog problems;
    private final Map<Capability, Location> places = new EnumMap<>(Capability.class);

    InstanceReader(ProblemLog problems) {
        this.problems = problems;
    }

    /** Where each thing was written that not every engine is capable of. */
    Map<Capability, Location> places() {
        return places;
    }

    InstanceSettings read(Optional<Setting> instance) {
        if (instance.isEmpty()) {
            return InstanceSettings.NONE;
        }
        SettingReader reader = SettingReader.of(instance.get(), InstanceModel.INSTANCE, problems);
        InstanceSettings.Builder settings = InstanceSettings.builder();
        reader.read("network", "default, none, host or the name of a network", InstanceValues::network)
                .ifPresent(settings::network);
        settings.hosts(hosts(reader.any("hosts")));
        settings.dns(reader.readEach("dns", "an IP address", InstanceValues::address));
        reader.read("memory", "a size such as 512m or 2g", ByteSize::parse).ifPresent(settings::memoryBytes);
        reader.read("cpus", "a number such as 2 or 0.5", InstanceValues::cpus).ifPresent(settings::nanoCpus);
        settings.privileged(reader.bool("privileged").orElse(false));
        capabilities(reader.any("capabilities"), settings);
        settings.noNewPrivileges(reader.bool("no-new-privileges").orElse(false));
        settings.readOnly(reader.bool("read-only").orElse(false));
        settings.ulimits(ulimits(reader.any("ulimits")));
        settings.devices(devices(reader.any("devices")));
        place(reader);
        reader.finish();
        return settings.build();
    }

    private void place(SettingReader reader) {
        place(reader, "network", Capability.NETWORK_NONE, Capability.NETWORK_HOST, Capability.NETWORK_NAMED);
        place(reader, "hosts", Capability.HOSTS);
        place(reader, "dns", Capability.DNS);
        place(reader, "memory", Capability.MEMORY);
        place(reader, "cpus", Capability.CPUS);
        place(reader, "privileged", Capability.PRIVILEGED);
        place(reader, "capabilities", Capability.LINUX_CAPABILITIES);
        place(reader, "no-new-privileges", Capability.NO_NEW_PRIVILEGES);
        place(reader, "read-only", Capability.READ_ONLY);
        place(reader, "ulimits", Capability.ULIMITS);
        place(reader, "devices", Capability.DEVICES);
    }

    private void place(SettingReader reader, String key, Capability... capabilities) {
        reader.any(key).ifPresent(setting -> {
            for (Capability capability : capabilities) {
                places.put(capability, setting.location());
            }
        });
    }

    private Map<String, String> hosts(Optional<Setting> setting) {
        Map<String, String> hosts = new LinkedHashMap<>();
        map(setting, "a map of names and addresses").forEach((name, entry) -> {
            if (!InstanceValues.isHost(name)) {
                problems.accept(Problem.of("CH-MANIFEST-011", "\"" + name + "\" cannot be the name of a host")
                        .at(entry.keyLocation())
                        .because("letters, digits, _, . and - alone"));
            }
            Setting address = entry.value();
            if (address.kind() != Setting.Kind.TEXT) {
                problems.accept(SettingReader.wrongType(address, "an IP address"));
                return;
            }
            InstanceValues.address(address.text())
                    .ifPresentOrElse(
                            known -> hosts.put(name, known),
                            () -> problems.accept(wrong(name, "an IP address", address.text(), address.location())));
        });
        return hosts;
    }

    private void capabilities(Optional<Setting> setting, InstanceSettings.Builder settings) {
        if (setting.isEmpty()) {
            return;
        }
        SettingReader reader = SettingReader.of(setting.get(), InstanceModel.CAPABILITIES, problems);
        String wanted = "a Linux capability such as NET_ADMIN, or ALL";
        settings.capabilities(
                reader.readEach("add", wanted, InstanceValues::capability),
                reader.readEach("drop", wanted, InstanceValues::capability));
        reader.finish();
    }

    private Map<String, Ulimit> ulimits(Optional<Setting> setting) {
        Map<String, Ulimit> limits = new LinkedHashMap<>();
        map(setting, "a map of limits").forEach((name, entry) -> {
            if (!InstanceValues.ULIMITS.contains(name)) {
                problems.accept(Problem.of("CH-MANIFEST-011", "\"" + name + "\" is no ulimit")
                        .at(entry.keyLocation())
                        .because("there are "
                                + String.join(
                                        ", ",
                                        InstanceValues.ULIMITS.stream().sorted().toList()))
                        .remedy(SettingReader.didYouMean(name, InstanceValues.ULIMITS)
                                .orElse(null)));
                return;
            }
            ulimit(name, entry.value()).ifPresent(limit -> limits.put(name, limit));
        });
        return limits;
    }

    private Optional<Ulimit> ulimit(String name, Setting value) {
        if (value.kind() == Setting.Kind.TEXT) {
            Optional<Long> limit = InstanceValues.limit(value.text());
            if (limit.isEmpty()) {
                problems.accept(wrong(name, LIMIT, value.text(), value.location()));
            }
            return limit.map(both -> new Ulimit(both, both));
        }
        SettingReader reader = SettingReader.of(value, InstanceModel.ULIMIT, problems);
        Optional<Long> soft = reader.read("soft", LIMIT, InstanceValues::limit);
        Optional<Long> hard = reader.read("hard", LIMIT, InstanceValues::limit);
        List.of("soft", "hard").forEach(reader::requiredText);
        reader.finish();
        if (soft.isEmpty() || hard.isEmpty()) {
            return Optional.empty();
        }
        if (hard.get() != -1 && (soft.get() == -1 || soft.get() > hard.get())) {
            problems.accept(Problem.of("CH-MANIFEST-011", "\"soft\" of \"" + name + "\" is above \"hard\"")
                    .at(value.location()));
        }
        return Optional.of(new Ulimit(soft.get(), hard.get()));
    }

    private List<Device> devices(Optional<Setting> setting) {
        List<Device> devices = new ArrayList<>();
        if (setting.isEmpty()) {
            return devices;
        }
        if (setting.get().kind() != Setting.Kind.LIST) {
            problems.accept(SettingReader.wrongType(setting.get(), "a list of devices"));
            return devices;
        }
        setting.get().items().forEach(item -> device(item).ifPresent(devices::add));
        return devices;
    }

    private Optional<Device> device(Setting item) {
        if (item.kind() == Setting.Kind.TEXT) {
            Optional<String> path = InstanceValues.devicePath(item.text());
            if (path.isEmpty()) {
                problems.accept(wrong("devices", "a path below /dev", item.text(), item.location()));
            }
            return path.map(same -> new Device(same, same, "rwm"));
        }
        SettingReader reader = SettingReader.of(item, InstanceModel.DEVICE_KEYS, problems);
        Optional<String> host = reader.read("host", "a path below /dev", InstanceValues::devicePath);
        Optional<String> instance = reader.read("instance", "a path below /dev", InstanceValues::devicePath);
        Optional<String> access = reader.read("access", "r, w and m, in this order", InstanceValues::access);
        reader.requiredText("host");
        reader.finish();
        return host.map(path -> new Device(path, instance.orElse(path), access.orElse("rwm")));
    }

    private Map<String, Setting.Entry> map(Optional<Setting> setting, String wanted) {
        if (setting.isEmpty()) {
            return Map.of();
        }
        if (setting.get().kind() != Setting.Kind.MAP) {
            problems.accept(SettingReader.wrongType(setting.get(), wanted));
            return Map.of();
        }
        return setting.get().entries();
    }

    private static Problem wrong(String key, String wanted, String text, Location place) {
        return Problem.of("CH-MANIFEST-011", "\"" + key + "\" must be " + wanted)
                .at(place)
                .because("it is \"" + text + "\"");
    }
}
