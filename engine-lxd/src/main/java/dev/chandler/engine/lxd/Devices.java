package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import java.util.Optional;

/**
 * The devices of an instance: those of the profile, as far as the settings want no others, and those of the settings.
 *
 * <p>Source: LXD 5.0, {@code doc/instances.md}, "Device types".
 */
final class Devices {

    private final Place place;

    Devices(Place place) {
        this.place = place;
    }

    JsonObject of(InstanceSettings settings, Optional<Address> address) {
        JsonObject devices = place.root();
        network(settings.network(), address, devices);
        int number = 0;
        for (Device device : settings.devices()) {
            devices.add("chandler-device-" + number++, device(device));
        }
        for (Mount mount : settings.mounts()) {
            if (mount instanceof Mount.Cache cache) {
                devices.add("chandler-mount-" + number++, volume(Volumes.cache(cache.name()), cache.target()));
            } else if (mount instanceof Mount.Toolbox toolbox) {
                JsonObject volume = volume(ToolboxVolumes.name(toolbox.digest()), place(toolbox));
                volume.addProperty("readonly", "true");
                devices.add("chandler-mount-" + number++, volume);
            }
        }
        return devices;
    }

    private void network(Network network, Optional<Address> address, JsonObject devices) {
        if (network.kind() == Network.Kind.NONE || network.kind() == Network.Kind.NAMED) {
            place.interfaces().forEach(name -> devices.add(name, none()));
        }
        if (network.kind() == Network.Kind.NAMED) {
            JsonObject nic = device("nic");
            nic.addProperty("network", network.name());
            nic.addProperty("name", "eth0");
            devices.add(place.interfaceName(), nic);
        }
        address.ifPresent(known -> {
            JsonObject nic = devices.has(known.device())
                    ? devices.getAsJsonObject(known.device())
                    : place.device(known.device());
            nic.addProperty("ipv4.address", known.ip());
            devices.add(known.device(), nic);
        });
    }

    /** What takes the place of a device that is not wanted. */
    static JsonObject none() {
        return device("none");
    }

    private static JsonObject device(String type) {
        JsonObject json = new JsonObject();
        json.addProperty("type", type);
        return json;
    }

    private static JsonObject device(Device device) {
        JsonObject json = device("unix-char");
        json.addProperty("source", device.host());
        json.addProperty("path", device.instance());
        boolean read = device.access().contains("r");
        boolean write = device.access().contains("w");
        json.addProperty("mode", "0" + (((read ? 4 : 0) | (write ? 2 : 0)) + "").repeat(3));
        return json;
    }

    /**
     * Where a toolbox's volume is. Not where the toolbox is to be: whatever the daemon mounts is below what LXC does, and so
     * would be hidden by the memory at {@code /dev/shm}.
     */
    static String place(Mount.Toolbox toolbox) {
        return "/dev/.chandler-toolbox-" + Names.shortened(toolbox.digest());
    }

    private JsonObject volume(String name, String target) {
        JsonObject json = device("disk");
        json.addProperty("pool", place.pool());
        json.addProperty("source", name);
        json.addProperty("path", target);
        return json;
    }
}
