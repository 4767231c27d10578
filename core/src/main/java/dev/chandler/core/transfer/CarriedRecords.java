package dev.chandler.core.transfer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes with states: which they are, and all that a machine has to know that has not made them.
 *
 * <p>As JSON in UTF-8. None of it is secret: preimages have names and sources of secrets, never values, and what was in files
 * that steps took is not among it.
 *
 * @param engine the id of the engine that the states were made on
 * @param manifest the name of what was built
 * @param states the states, each after those that it is made of
 * @param preimages what keys stand for, by key
 * @param observations what steps have read from outside, by the keys that they have without it
 * @param verdicts the tests that were green, by key, and the key of the state that they were green on
 * @param run what the last builds were made of, as {@code why} compares with it; empty where that is not known
 * @param seal what tells the user key of the observations from others; empty where there are none
 */
record CarriedRecords(
        String engine,
        String manifest,
        List<CarriedState> states,
        Map<Digest, String> preimages,
        Map<Digest, String> observations,
        Map<Digest, Digest> verdicts,
        Optional<String> run,
        Optional<Digest> seal) {

    static final String FORMAT = "chandler.cache.v1";

    byte[] json() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("engine", engine);
        json.addProperty("manifest", manifest);
        JsonArray array = new JsonArray();
        states.forEach(state -> array.add(json(state)));
        json.add("states", array);
        json.add("preimages", texts(preimages));
        json.add("observations", texts(observations));
        JsonObject green = new JsonObject();
        verdicts.forEach((test, state) -> green.addProperty(test.hex(), state.hex()));
        json.add("verdicts", green);
        run.ifPresent(text -> json.addProperty("run", text));
        seal.ifPresent(digest -> json.addProperty("seal", digest.hex()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(CarriedState state) {
        JsonObject json = new JsonObject();
        json.addProperty("key", state.key().hex());
        json.addProperty("step", state.step());
        json.addProperty("image", state.image().toString());
        state.outputs().ifPresent(text -> json.addProperty("outputs", text));
        return json;
    }

    private static JsonObject texts(Map<Digest, String> texts) {
        JsonObject json = new JsonObject();
        texts.forEach((key, text) -> json.addProperty(key.hex(), text));
        return json;
    }

    /**
     * Reads what was written.
     *
     * @throws IllegalArgumentException if it is anything else, with what is wrong
     */
    static CarriedRecords read(byte[] bytes) {
        try {
            JsonObject json = JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8))
                    .getAsJsonObject();
            String format = text(json, "format");
            if (!format.equals(FORMAT)) {
                throw new IllegalArgumentException("its records are of the format \"" + format + "\", not " + FORMAT);
            }
            List<CarriedState> states = new ArrayList<>();
            for (JsonElement state : json.getAsJsonArray("states")) {
                states.add(state(state.getAsJsonObject()));
            }
            Map<Digest, Digest> verdicts = new LinkedHashMap<>();
            texts(json, "verdicts").forEach((test, state) -> verdicts.put(test, new Digest(state)));
            return new CarriedRecords(
                    text(json, "engine"),
                    text(json, "manifest"),
                    List.copyOf(states),
                    texts(json, "preimages"),
                    texts(json, "observations"),
                    verdicts,
                    optional(json, "run"),
                    optional(json, "seal").map(Digest::new));
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException e) {
            throw new IllegalArgumentException("its records are not what they should be", e);
        }
    }

    private static CarriedState state(JsonObject json) {
        return new CarriedState(
                new Digest(text(json, "key")),
                text(json, "step"),
                Digest.parse(text(json, "image")),
                optional(json, "outputs"));
    }

    private static Map<Digest, String> texts(JsonObject json, String name) {
        Map<Digest, String> texts = new LinkedHashMap<>();
        json.getAsJsonObject(name)
                .entrySet()
                .forEach(entry ->
                        texts.put(new Digest(entry.getKey()), entry.getValue().getAsString()));
        return texts;
    }

    private static String text(JsonObject json, String name) {
        return optional(json, name).orElseThrow(() -> new IllegalArgumentException("its records have no " + name));
    }

    private static Optional<String> optional(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString);
    }
}
