package dev.chandler.engine.lxd;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.ClientIdentity;
import java.util.LinkedHashMap;
import java.util.Map;

/** Instances of a base that are never started: what an image of the base's own files is made of. Thread-safe. */
final class Unstarted {

    private final LxdHttp http;
    private final Operations operations;
    private final BaseImports imports;
    private final ClientIdentity client;
    private final LxdOptions options;

    Unstarted(LxdHttp http, Operations operations, BaseImports imports, ClientIdentity client, LxdOptions options) {
        this.http = http;
        this.operations = operations;
        this.imports = imports;
        this.client = client;
        this.options = options;
    }

    /** Something to be done with an instance. */
    interface Work<T> {
        T with(String instance) throws InterruptedException;
    }

    /** Makes an instance, which is gone again when this returns; only called where no interrupt comes. */
    <T> T with(Base base, Work<T> work) throws InterruptedException {
        String name = Names.instance(client);
        operations.run(
                "cannot make an instance to publish", "POST", http.onTarget(http.at("instances")), request(base, name));
        try {
            return work.with(name);
        } finally {
            new Removal(http, operations).remove(name);
        }
    }

    private JsonObject request(Base base, String name) throws InterruptedException {
        JsonObject source = new JsonObject();
        source.addProperty("type", "image");
        source.addProperty("fingerprint", imports.fingerprint(base));
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.VERSION, client.version());
        labels.put(Labels.BUILD, client.buildId());
        JsonObject request = new JsonObject();
        request.addProperty("name", name);
        request.add("source", source);
        request.add("config", Json.of(labels));
        request.add("profiles", new JsonArray());
        request.add("devices", Place.find(http, options).root());
        return request;
    }
}
