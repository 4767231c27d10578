package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.Set;

/**
 * The names of what an instance was given when it was made, so that a copy of it can be told to have none of it: LXD gives a copy
 * all that is not said otherwise.
 *
 * @param config keys of its configuration
 * @param devices its devices
 */
record GivenSettings(Set<String> config, Set<String> devices) {

    GivenSettings {
        config = Set.copyOf(config);
        devices = Set.copyOf(devices);
    }

    /** Those of an instance that was made by this request. */
    static GivenSettings of(JsonObject request) {
        return new GivenSettings(
                Json.object(request, "config").keySet(),
                Json.object(request, "devices").keySet());
    }

    /** A configuration without them: the daemon drops what is empty. */
    JsonObject noConfig() {
        JsonObject none = new JsonObject();
        config.forEach(key -> none.addProperty(key, ""));
        return none;
    }

    /** Devices in their place, none of which is any; the daemon has no other word for it. */
    JsonObject noDevices() {
        JsonObject none = new JsonObject();
        devices.forEach(name -> none.add(name, Devices.none()));
        return none;
    }
}
