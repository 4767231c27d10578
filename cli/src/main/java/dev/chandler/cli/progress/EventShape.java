package dev.chandler.cli.progress;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.event.RunEvent;
import dev.chandler.api.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * How one kind of event is written: its name and, in order, its fields.
 *
 * <p>Immutable.
 *
 * @param type the kind
 * @param fields its fields beyond those that every event has
 * @param <E> the kind
 */
record EventShape<E extends RunEvent>(Class<E> type, List<Field<E>> fields) {

    /** What a field holds. */
    enum Kind {
        TEXT,
        /** One of a few words. */
        WORD,
        TRUTH,
        /** A whole number, at least 0. */
        COUNT,
        /** A whole number, or -1 where it is not known. */
        SIZE,
        /** An object of its own. */
        PROBLEM
    }

    /**
     * A field.
     *
     * @param name its name
     * @param kind what it holds
     * @param list whether it holds several of them
     * @param always false if an event may be without it
     * @param words for {@link Kind#WORD}, which
     * @param value gives it
     */
    record Field<E>(
            String name,
            Kind kind,
            boolean list,
            boolean always,
            List<String> words,
            Function<E, Optional<JsonElement>> value) {}

    static <E extends RunEvent> EventShape<E> of(Class<E> type) {
        return new EventShape<>(type, List.of());
    }

    /** {@code StepStarted} is {@code step-started}. */
    String name() {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /** Writes an event of this kind. */
    void write(RunEvent event, JsonObject json) {
        E own = type.cast(event);
        for (Field<E> field : fields) {
            field.value().apply(own).ifPresent(value -> json.add(field.name(), value));
        }
    }

    EventShape<E> text(String name, Function<E, String> value) {
        return with(name, Kind.TEXT, false, List.of(), event -> new JsonPrimitive(value.apply(event)));
    }

    EventShape<E> texts(String name, Function<E, List<String>> value) {
        return with(name, Kind.TEXT, true, List.of(), event -> array(value.apply(event), JsonPrimitive::new));
    }

    <W extends Enum<W>> EventShape<E> word(String name, Class<W> words, Function<E, W> value) {
        List<String> known =
                List.of(words.getEnumConstants()).stream().map(EventShape::word).toList();
        return with(name, Kind.WORD, false, known, event -> new JsonPrimitive(word(value.apply(event))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    EventShape<E> truth(String name, Function<E, Boolean> value) {
        return with(name, Kind.TRUTH, false, List.of(), event -> new JsonPrimitive(value.apply(event)));
    }

    EventShape<E> count(String name, Function<E, Integer> value) {
        return with(name, Kind.COUNT, false, List.of(), event -> new JsonPrimitive(value.apply(event)));
    }

    EventShape<E> size(String name, Function<E, Long> value) {
        return with(name, Kind.SIZE, false, List.of(), event -> new JsonPrimitive(value.apply(event)));
    }

    /** What stands behind a descriptor's name, where there is one. */
    EventShape<E> descriptor(Function<E, Optional<Descriptor>> value) {
        return sometimes(
                        "digest",
                        Kind.TEXT,
                        value,
                        it -> new JsonPrimitive(it.digest().toString()))
                .sometimes("media-type", Kind.TEXT, value, it -> new JsonPrimitive(it.mediaType()))
                .sometimes("size-bytes", Kind.COUNT, value, it -> new JsonPrimitive(it.sizeBytes()));
    }

    private EventShape<E> sometimes(
            String name,
            Kind kind,
            Function<E, Optional<Descriptor>> value,
            Function<Descriptor, JsonElement> element) {
        return with(new Field<>(
                name, kind, false, false, List.of(), event -> value.apply(event).map(element)));
    }

    EventShape<E> millis(Function<E, Duration> value) {
        return with(
                "millis",
                Kind.COUNT,
                false,
                List.of(),
                event -> new JsonPrimitive(value.apply(event).toMillis()));
    }

    EventShape<E> problem(Function<E, Problem> value) {
        return with("problem", Kind.PROBLEM, false, List.of(), event -> json(value.apply(event)));
    }

    EventShape<E> problems(Function<E, List<Problem>> value) {
        return with("problems", Kind.PROBLEM, true, List.of(), event -> array(value.apply(event), EventShape::json));
    }

    private EventShape<E> with(
            String name, Kind kind, boolean list, List<String> words, Function<E, JsonElement> value) {
        return with(new Field<>(name, kind, list, true, words, event -> Optional.of(value.apply(event))));
    }

    private EventShape<E> with(Field<E> field) {
        List<Field<E>> more = new ArrayList<>(fields);
        more.add(field);
        return new EventShape<>(type, List.copyOf(more));
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonElement> item) {
        JsonArray array = new JsonArray();
        items.forEach(each -> array.add(item.apply(each)));
        return array;
    }

    private static JsonObject json(Problem problem) {
        JsonObject json = new JsonObject();
        json.addProperty("code", problem.code());
        json.addProperty("what", problem.what());
        problem.where().ifPresent(where -> json.addProperty("where", where.toString()));
        problem.why().ifPresent(why -> json.addProperty("why", why));
        problem.remedy().ifPresent(remedy -> json.addProperty("remedy", remedy));
        return json;
    }
}
