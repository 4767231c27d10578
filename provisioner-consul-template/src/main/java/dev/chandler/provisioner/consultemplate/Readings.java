package dev.chandler.provisioner.consultemplate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What has been read in one run of a step, and what went wrong with that. Thread-safe. */
final class Readings {

    /** A value of fewer characters says nothing, and would be found everywhere. */
    private static final int SHORTEST_MASKED = 4;

    /** As Go writes it. */
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);

    private static final int LONGEST_MASKED = 64 << 10;

    private final Map<ConsulRequest, Digest> digests = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> absent = new TreeSet<>();
    private final Map<ConsulRequest, ConsulAnswer> failing = new LinkedHashMap<>();
    private @Nullable ChandlerException failure;

    /** Notes an answer; of the same request the last counts. */
    synchronized void note(ConsulRequest request, ConsulAnswer answer) {
        if (!answer.isGood()) {
            failing.put(request, answer);
            return;
        }
        failing.remove(request);
        digests.put(request, AnswerDigest.of(request, answer));
        request.key().ifPresent(key -> {
            if (answer.isFound()) {
                absent.remove(key);
            } else {
                absent.add(key);
            }
        });
        if (request.isKv() && answer.isFound()) {
            values(answer.text());
        }
    }

    private void values(String json) {
        for (JsonElement pair : list(json)) {
            // Where keys alone are asked for, there is none.
            JsonElement value = pair.isJsonObject() ? pair.getAsJsonObject().get("Value") : null;
            if (value != null && !value.isJsonNull()) {
                byte[] bytes = Base64.getDecoder().decode(value.getAsString());
                values.put(pair.getAsJsonObject().get("Key").getAsString(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
    }

    /** None of what cannot be read: consul-template says so. */
    private static JsonArray list(String json) {
        try {
            JsonElement list = JsonParser.parseString(json);
            return list.isJsonArray() ? list.getAsJsonArray() : new JsonArray();
        } catch (JsonParseException e) {
            return new JsonArray();
        }
    }

    /** Notes what makes it useless to go on; only the first counts. */
    synchronized void fail(ChandlerException e) {
        if (failure == null) {
            failure = e;
        }
    }

    /** Notes that somebody wanted what he may not have. */
    void refuse(ConsulRequest request) {
        String name = RequestNames.of(request);
        fail(new ProvisionException(Problem.of("CH-CONSUL-017", "templates may not read " + name)
                .because(request.target() + " is not among what the step allows")
                .remedy("add it to prefixes:, or take it out of the template")));
    }

    /** Whether anything was asked for. */
    synchronized boolean any() {
        return failure != null || !digests.isEmpty() || !failing.isEmpty();
    }

    /** Notes that somebody asked as no template does. */
    void refuse(String why) {
        fail(
                new ProvisionException(
                        Problem.of("CH-CONSUL-017", "somebody asked for more than templates may read")
                                .because(why)
                                .remedy(
                                        "look at what consul-template is (CHANDLER_CONSUL_TEMPLATE), and what else runs as this user")));
    }

    synchronized Optional<ChandlerException> failure() {
        return Optional.ofNullable(failure);
    }

    /** What Consul could not answer to the end. */
    synchronized Optional<ChandlerException> failing() {
        return failing.entrySet().stream()
                .findFirst()
                .map(each -> ConsulTrouble.failing(each.getKey(), each.getValue()));
    }

    /** Which of some keys are not there. */
    synchronized Set<String> absent(Set<String> keys) {
        Set<String> both = new TreeSet<>(keys);
        both.retainAll(absent);
        return both;
    }

    /** Names and digests of what was read, in order. */
    synchronized Map<String, Digest> observed() {
        Map<String, Digest> observed = new LinkedHashMap<>();
        digests.forEach((request, digest) -> observed.put(RequestNames.of(request), digest));
        return observed;
    }

    /** Keys and values that were read, in order. */
    synchronized Map<String, String> values() {
        return new LinkedHashMap<>(values);
    }

    /** The text without values, so that it can be shown: short ones only where they are quoted. */
    synchronized String masked(String text) {
        List<String> longestFirst = new ArrayList<>(values.values());
        longestFirst.removeIf(each -> each.isEmpty() || each.length() > LONGEST_MASKED);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        String masked = text;
        for (String value : longestFirst) {
            masked = masked.replace("\"" + value + "\"", "\"…\"");
            masked = value.strip().length() < SHORTEST_MASKED ? masked : masked.replace(value.strip(), "…");
        }
        return withoutQuotes(masked);
    }

    /** What a function says of what it was given is in quotes, and may be a part of a value. */
    private static String withoutQuotes(String error) {
        int called = error.indexOf("error calling ");
        return called < 0
                ? error
                : error.substring(0, called)
                        + QUOTED.matcher(error.substring(called)).replaceAll("\"…\"");
    }
}
