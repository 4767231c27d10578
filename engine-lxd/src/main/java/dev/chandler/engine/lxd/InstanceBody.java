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
     */
    JsonObject of(InstanceSpec spec, String name, String claims, Optional<Address> address)
            throws InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        // When its first process has ended, the daemon removes it by itself.
        body.addProperty("ephemeral", true);
        body.add("profiles", Json.array(List.of(place.profile())));
        body.add("config", config(spec, claims, address));
        body.add("devices", devices(spec, address));
        body.add("source", source(spec));
        return body;
    }

    private JsonObject devices(InstanceSpec spec, Optional<Address> address) {
        // What is never started needs no more than its root, and is no user of anything.
        return spec.runsCommands() ? new Devices(place).of(spec.settings(), address) : place.root();
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
    private JsonObject config(InstanceSpec spec, String claims, Optional<Address> address) {
        JsonObject config = new JsonObject();
        config.addProperty(Labels.VERSION, client.version());
        config.addProperty(Labels.BUILD, client.buildId());
        config.addProperty(Labels.KEY, "");
        config.addProperty(Labels.STATE, "");
        config.addProperty(Labels.CLAIMS, claims);
        config.addProperty(Labels.FROM, spec.snapshot().map(state -> state.id()).orElse(""));
        config.addProperty("raw.lxc", RawConfig.of(spec, address));
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
