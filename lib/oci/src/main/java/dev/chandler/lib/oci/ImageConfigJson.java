package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.chandler.api.artifact.ImageConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an image's config from Docker's JSON, and lays one over it so that all else stays as it was. */
public final class ImageConfigJson {

    private ImageConfigJson() {}

    /**
     * Reads a config.
     *
     * @param config the field {@code config} of an image's config
     * @return what it says
     * @throws RuntimeException if a field is not of the kind that it should be
     */
    public static ImageConfig read(JsonObject config) {
        return ImageConfig.builder()
                .entrypoint(words(config.get("Entrypoint")))
                .cmd(words(config.get("Cmd")))
                .env(pairs(JsonFields.strings(config.get("Env"))))
                .user(JsonFields.text(config, "User"))
                .workdir(JsonFields.text(config, "WorkingDir"))
                .labels(labels(config))
                .exposedPorts(JsonFields.object(config, "ExposedPorts").keySet())
                .volumes(JsonFields.object(config, "Volumes").keySet())
                .onBuild(JsonFields.strings(config.get("OnBuild")))
                .healthcheck(HealthcheckJson.read(config.get("Healthcheck")))
                .stopSignal(JsonFields.text(config, "StopSignal"))
                .shell(JsonFields.strings(config.get("Shell")))
                .build();
    }

    /**
     * Lays a config over another.
     *
     * @param base the one below
     * @param wanted the one on top, whole
     * @return a copy of {@code base} in which only what differs has been written anew, so that null stays null
     */
    public static JsonObject overlay(JsonObject base, ImageConfig wanted) {
        JsonObject result = base.deepCopy();
        ImageConfig had = read(base);
        if (!had.entrypoint().equals(wanted.entrypoint())) {
            result.add("Entrypoint", array(wanted.entrypoint()));
        }
        if (!had.cmd().equals(wanted.cmd())) {
            result.add("Cmd", array(wanted.cmd()));
        }
        if (!List.copyOf(had.env().entrySet()).equals(List.copyOf(wanted.env().entrySet()))) {
            result.add("Env", array(lines(wanted.env())));
        }
        if (!had.user().equals(wanted.user())) {
            result.addProperty("User", wanted.user());
        }
        if (!had.workdir().equals(wanted.workdir())) {
            result.addProperty("WorkingDir", wanted.workdir());
        }
        if (!had.labels().equals(wanted.labels())) {
            JsonObject labels = new JsonObject();
            wanted.labels().forEach(labels::addProperty);
            result.add("Labels", labels);
        }
        if (!had.exposedPorts().equals(wanted.exposedPorts())) {
            result.add("ExposedPorts", set(wanted.exposedPorts()));
        }
        if (!had.volumes().equals(wanted.volumes())) {
            result.add("Volumes", set(wanted.volumes()));
        }
        if (!had.onBuild().equals(wanted.onBuild())) {
            result.add("OnBuild", array(wanted.onBuild()));
        }
        if (!had.healthcheck().equals(wanted.healthcheck())) {
            wanted.healthcheck()
                    .ifPresentOrElse(
                            check -> result.add("Healthcheck", HealthcheckJson.write(check)),
                            () -> result.remove("Healthcheck"));
        }
        if (!had.stopSignal().equals(wanted.stopSignal())) {
            result.addProperty("StopSignal", wanted.stopSignal());
        }
        if (!had.shell().equals(wanted.shell())) {
            result.add("Shell", array(wanted.shell()));
        }
        return result;
    }

    private static @Nullable List<String> words(@Nullable JsonElement element) {
        return element instanceof JsonArray ? JsonFields.strings(element) : null;
    }

    private static Map<String, String> pairs(List<String> lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            pairs.put(equals < 0 ? line : line.substring(0, equals), equals < 0 ? "" : line.substring(equals + 1));
        }
        return pairs;
    }

    private static Map<String, String> labels(JsonObject config) {
        Map<String, String> labels = new LinkedHashMap<>();
        JsonFields.object(config, "Labels")
                .entrySet()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().getAsString()));
        return labels;
    }

    private static JsonElement array(Optional<List<String>> words) {
        return words.<JsonElement>map(ImageConfigJson::array).orElse(JsonNull.INSTANCE);
    }

    /**
     * Makes a list of texts.
     *
     * @param words the texts
     * @return a new array
     */
    public static JsonArray array(Collection<String> words) {
        JsonArray array = new JsonArray();
        words.forEach(array::add);
        return array;
    }

    private static List<String> lines(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .toList();
    }

    private static JsonObject set(Collection<String> names) {
        JsonObject set = new JsonObject();
        names.forEach(name -> set.add(name, new JsonObject()));
        return set;
    }
}
