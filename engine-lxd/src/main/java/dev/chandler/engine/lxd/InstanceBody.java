package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import java.util.List;
import java.util.Optional;

/** What the daemon is to be told of an instance that is wanted. */
final class InstanceBody {

    /** Of one processor in a tenth of a second: what LXD wants it told in. */
    private static final long NANOS_A_MILLI = 10_000_000;

    private final ClientIdentity client;
    private final Place place;
    private final BaseImports imports;

    InstanceBody(ClientIdentity client, Place place, BaseImports imports) {
        this.client = client;
        this.place = place;
        this.imports = imports;
    }

    /**
     * Writes it.
     *
     * @param claims what it claims, as a label has it
     * @param address what it is given in its network; empty where it gets none
     * @param made what the state that it is made of has of files that are none
     */
    JsonObject of(InstanceSpec spec, String name, String claims, Optional<Address> address, MadeFiles made)
            throws InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        // When its first process has ended, the daemon removes it by itself.
        body.addProperty("ephemeral", true);
        body.add("profiles", Json.array(List.of(place.profile())));
        body.add("config", config(spec, claims, address, made));
        body.add("devices", devices(spec, address));
        body.add("source", source(spec));
        return body;
    }

    private JsonObject devices(InstanceSpec spec, Optional<Address> address) {
        if (!spec.runsCommands()) {
            // What is never started needs no more than its root, and is no user of anything.
            return place.root();
        }
        JsonObject devices = new Devices(place).of(spec.settings(), address);
        // A state has nothing in the place of each device of the instance that it was taken of.
        place.devices().keySet().stream()
                .filter(name -> spec.snapshot().isPresent() && !devices.has(name))
                .forEach(name -> devices.add(name, place.device(name)));
        return devices;
    }

    private JsonObject source(InstanceSpec spec) throws InterruptedException {
        JsonObject source = new JsonObject();
        if (spec.snapshot().isPresent()) {
            source.addProperty("type", "copy");
            source.addProperty("source", spec.snapshot().get().id());
            source.addProperty("instance_only", true);
        } else {
            source.addProperty("type", "image");
            source.addProperty("fingerprint", imports.fingerprint(spec.base()));
        }
        return source;
    }

    /** Labels of a state that it is a copy of are taken away by empty ones. */
    private JsonObject config(InstanceSpec spec, String claims, Optional<Address> address, MadeFiles made) {
        JsonObject config = new JsonObject();
        config.addProperty(Labels.VERSION, client.version());
        config.addProperty(Labels.BUILD, client.buildId());
        config.addProperty(Labels.KEY, "");
        config.addProperty(Labels.STATE, "");
        config.addProperty(Labels.MADE, "");
        config.addProperty(Labels.MAKING, "");
        config.addProperty(Labels.CLAIMS, claims);
        config.addProperty(Labels.FROM, spec.snapshot().map(state -> state.id()).orElse(""));
        config.addProperty("raw.lxc", RawConfig.of(spec, address, made));
        limits(spec.settings(), config);
        return config;
    }

    private static void limits(InstanceSettings settings, JsonObject config) {
        settings.memoryBytes().ifPresent(bytes -> config.addProperty("limits.memory", Long.toString(bytes)));
        settings.nanoCpus()
                .ifPresent(billionths ->
                        config.addProperty("limits.cpu.allowance", billionths / NANOS_A_MILLI + "ms/100ms"));
        settings.ulimits()
                .forEach((name, limit) ->
                        config.addProperty("limits.kernel." + name, text(limit.soft()) + ":" + text(limit.hard())));
        if (settings.privileged()) {
            config.addProperty("security.privileged", "true");
        }
    }

    private static String text(long limit) {
        return limit < 0 ? "unlimited" : Long.toString(limit);
    }
}
