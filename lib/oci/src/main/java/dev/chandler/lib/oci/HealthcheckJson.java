package dev.chandler.lib.oci;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.Healthcheck;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A health check in Docker's JSON: durations in nanoseconds, of which zero says nothing. */
final class HealthcheckJson {

    private HealthcheckJson() {}

    static @Nullable Healthcheck read(@Nullable JsonElement json) {
        if (!(json instanceof JsonObject check)
                || JsonFields.strings(check.get("Test")).isEmpty()) {
            return null;
        }
        return new Healthcheck(
                JsonFields.strings(check.get("Test")),
                duration(check, "Interval"),
                duration(check, "Timeout"),
                duration(check, "StartPeriod"),
                duration(check, "StartInterval"),
                number(check, "Retries").map(Long::intValue));
    }

    static JsonObject write(Healthcheck check) {
        JsonObject json = new JsonObject();
        json.add("Test", ImageConfigJson.array(check.test()));
        add(json, "Interval", check.interval());
        add(json, "Timeout", check.timeout());
        add(json, "StartPeriod", check.startPeriod());
        add(json, "StartInterval", check.startInterval());
        check.retries().ifPresent(retries -> json.addProperty("Retries", retries));
        return json;
    }

    private static void add(JsonObject json, String field, Optional<Duration> duration) {
        duration.ifPresent(value -> json.addProperty(field, value.toNanos()));
    }

    private static Optional<Duration> duration(JsonObject json, String field) {
        return number(json, field).map(Duration::ofNanos);
    }

    private static Optional<Long> number(JsonObject json, String field) {
        JsonElement value = json.get(field);
        return value == null || !value.isJsonPrimitive() || value.getAsLong() == 0
                ? Optional.empty()
                : Optional.of(value.getAsLong());
    }
}
