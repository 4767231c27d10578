package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Answers as Consul would that has what a file says. */
record ValuesSource(ValuesFile values) implements ConsulSource {

    private static final String KV = "/v1/kv/";
    private static final String SERVICE = "/v1/health/service/";
    private static final String NODE = "/v1/catalog/node/";

    @Override
    public ConsulAnswer ask(ConsulRequest request) {
        if (request.isKv()) {
            return keys(request);
        }
        if (request.isBelow(SERVICE)) {
            return service(request);
        }
        if (request.isBelow(NODE)) {
            return node(request.below(NODE));
        }
        return switch (request.path()) {
            case "/v1/catalog/services" -> services();
            case "/v1/catalog/nodes" ->
                answer(array(values.nodes().values().stream().map(this::node)));
            case "/v1/catalog/datacenters" -> answer(texts(List.of(values.datacenter())));
            case "/v1/agent/self" -> self();
            default -> ConsulAnswer.notFound();
        };
    }

    private static ConsulAnswer answer(JsonElement json) {
        return ConsulAnswer.json(json.toString());
    }

    private ConsulAnswer keys(ConsulRequest request) {
        String wanted = request.below(KV);
        boolean all = request.parameter("recurse").isPresent();
        List<JsonObject> found = values.keys().entrySet().stream()
                .filter(each ->
                        all ? each.getKey().startsWith(wanted) : each.getKey().equals(wanted))
                .map(each -> pair(each.getKey(), each.getValue()))
                .toList();
        return found.isEmpty() ? ConsulAnswer.notFound() : answer(array(found.stream()));
    }

    private static JsonObject pair(String key, ValuesFile.Value value) {
        JsonObject pair = counters(new JsonObject());
        pair.addProperty("LockIndex", 0);
        pair.addProperty("Key", key);
        pair.addProperty("Flags", 0);
        pair.addProperty("Value", value.base64());
        return pair;
    }

    private static JsonObject counters(JsonObject object) {
        object.addProperty("CreateIndex", 1);
        object.addProperty("ModifyIndex", 1);
        return object;
    }

    private ConsulAnswer services() {
        JsonObject names = new JsonObject();
        values.services().forEach((name, instances) -> {
            Set<String> tags = new LinkedHashSet<>();
            instances.forEach(each -> tags.addAll(each.tags()));
            names.add(name, texts(tags));
        });
        return answer(names);
    }

    private ConsulAnswer service(ConsulRequest request) {
        List<ValuesFile.Service> instances = values.services().getOrDefault(request.below(SERVICE), List.of());
        boolean passing = request.parameter("passing").isPresent();
        Optional<String> tag = request.parameter("tag").flatMap(Percent::decode);
        return answer(array(instances.stream()
                .filter(each -> !passing || each.status().equals("passing"))
                .filter(each -> tag.map(each.tags()::contains).orElse(true))
                .map(this::entry)));
    }

    private JsonObject entry(ValuesFile.Service service) {
        JsonObject check = new JsonObject();
        check.addProperty("Node", service.node());
        check.addProperty("CheckID", "service:" + service.id());
        check.addProperty("Name", "Service '" + service.name() + "' check");
        check.addProperty("Status", service.status());
        check.addProperty("ServiceID", service.id());
        check.addProperty("ServiceName", service.name());
        JsonArray checks = new JsonArray();
        checks.add(check);
        JsonObject entry = new JsonObject();
        entry.add("Node", node(Objects.requireNonNull(values.nodes().get(service.node()))));
        entry.add("Service", service(service));
        entry.add("Checks", checks);
        return entry;
    }

    private static JsonObject service(ValuesFile.Service service) {
        JsonObject weights = new JsonObject();
        weights.addProperty("Passing", 1);
        weights.addProperty("Warning", 1);
        JsonObject json = counters(new JsonObject());
        json.addProperty("ID", service.id());
        json.addProperty("Service", service.name());
        json.add("Tags", texts(service.tags()));
        json.addProperty("Address", service.address());
        json.addProperty("Port", service.port());
        json.add("Meta", object(service.meta()));
        json.add("Weights", weights);
        return json;
    }

    private JsonObject node(ValuesFile.Node node) {
        JsonObject json = counters(new JsonObject());
        json.addProperty("ID", "");
        json.addProperty("Node", node.name());
        json.addProperty("Address", node.address());
        json.addProperty("Datacenter", values.datacenter());
        json.add("TaggedAddresses", object(Map.of("lan", node.address(), "wan", node.address())));
        json.add("Meta", object(node.meta()));
        return json;
    }

    private ConsulAnswer node(String name) {
        ValuesFile.Node node = values.nodes().get(name);
        if (node == null) {
            return ConsulAnswer.json("null");
        }
        JsonObject services = new JsonObject();
        values.services().values().stream()
                .flatMap(Collection::stream)
                .filter(each -> each.node().equals(name))
                .forEach(each -> services.add(each.id(), service(each)));
        JsonObject json = new JsonObject();
        json.add("Node", node(node));
        json.add("Services", services);
        return answer(json);
    }

    private ConsulAnswer self() {
        JsonObject config = new JsonObject();
        config.addProperty(
                "NodeName", values.nodes().keySet().stream().findFirst().orElse("node"));
        config.addProperty("Datacenter", values.datacenter());
        JsonObject self = new JsonObject();
        self.add("Config", config);
        return answer(self);
    }

    private static JsonArray array(Stream<JsonObject> items) {
        JsonArray array = new JsonArray();
        items.forEach(array::add);
        return array;
    }

    private static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(each -> array.add(new JsonPrimitive(each)));
        return array;
    }

    private static JsonObject object(Map<String, String> map) {
        JsonObject object = new JsonObject();
        map.forEach(object::addProperty);
        return object;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
