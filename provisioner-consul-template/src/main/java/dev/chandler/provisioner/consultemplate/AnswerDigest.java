package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.chandler.api.cache.Digest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of an answer makes a difference: its values, not at what state of the server they came to be. */
final class AnswerDigest {

    private static final Digest ABSENT = Digest.of("absent");

    private static final Set<String> COUNTERS = Set.of("CreateIndex", "ModifyIndex", "LockIndex");

    /** Whose keys are the user's own. */
    private static final Set<String> FREE = Set.of("Meta", "NodeMeta", "ServiceMeta", "Proxy");

    private AnswerDigest() {}

    static Digest of(ConsulRequest request, ConsulAnswer answer) {
        if (!answer.isFound()) {
            return ABSENT;
        }
        try {
            StringBuilder canonical = new StringBuilder();
            boolean named = !request.path().equals("/v1/catalog/services");
            write(JsonParser.parseString(answer.text()), named, canonical);
            return Digest.of("json " + canonical);
        } catch (JsonParseException e) {
            return Digest.of("text " + answer.text());
        }
    }

    private static void write(JsonElement element, boolean counters, StringBuilder out) {
        if (element instanceof JsonArray array) {
            out.append('[');
            array.forEach(item -> {
                write(item, counters, out);
                out.append(',');
            });
            out.append(']');
        } else if (element instanceof JsonObject object) {
            Map<String, JsonElement> sorted = new TreeMap<>(object.asMap());
            if (counters) {
                sorted.keySet().removeAll(COUNTERS);
            }
            out.append('{');
            sorted.forEach((key, value) -> {
                out.append(new JsonPrimitive(key)).append(':');
                write(value, counters && !FREE.contains(key), out);
                out.append(',');
            });
            out.append('}');
        } else {
            out.append(element);
        }
    }
}
