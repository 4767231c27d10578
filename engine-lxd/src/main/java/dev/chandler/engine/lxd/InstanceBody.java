package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.InstanceSpec;
import java.util.List;

/** What the daemon is to be told of an instance that is wanted. */
final class InstanceBody {

    private final ClientIdentity client;
    private final Place place;
    private final BaseImports imports;

    InstanceBody(ClientIdentity client, Place place, BaseImports imports) {
        this.client = client;
        this.place = place;
        this.imports = imports;
    }

    JsonObject of(InstanceSpec spec, String name, String claims) throws InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        // When its first process has ended, the daemon removes it by itself.
        body.addProperty("ephemeral", true);
        body.add("profiles", Json.array(List.of(place.profile())));
        body.add("config", config(spec, claims));
        body.add("devices", place.root());
        body.add("source", source(spec));
        return body;
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
    private JsonObject config(InstanceSpec spec, String claims) {
        JsonObject config = new JsonObject();
        config.addProperty(Labels.VERSION, client.version());
        config.addProperty(Labels.BUILD, client.buildId());
        config.addProperty(Labels.KEY, "");
        config.addProperty(Labels.STATE, "");
        config.addProperty(Labels.CLAIMS, claims);
        config.addProperty(Labels.FROM, spec.snapshot().map(state -> state.id()).orElse(""));
        config.addProperty("raw.lxc", Scripts.firstProcess(spec.shell()));
        return config;
    }
}
