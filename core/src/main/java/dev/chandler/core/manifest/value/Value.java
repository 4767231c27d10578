package dev.chandler.core.manifest.value;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a variable holds or an interpolation gives. Immutable. */
public sealed interface Value {

    /**
     * The value as text, where it has such a form.
     *
     * @return the text; empty for what is no scalar
     */
    default Optional<String> asText() {
        return Optional.empty();
    }

    /**
     * The value in one string, for those who know nothing of types.
     *
     * @return text, a number and a boolean as they are, anything else as JSON
     */
    default String asString() {
        return asText().orElseGet(() -> ValueJson.of(this));
    }

    /**
     * All values as strings.
     *
     * @param values by name
     * @return the same in their order, without what could not be had
     */
    static Map<String, String> strings(Map<String, Value> values) {
        Map<String, String> strings = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!(value instanceof Failed)) {
                strings.put(name, value.asString());
            }
        });
        return Collections.unmodifiableMap(strings);
    }

    /**
     * The value's type in words.
     *
     * @return for example {@code a list}
     */
    String typeName();

    /**
     * Text, as it stands.
     *
     * @param text any characters
     */
    record Text(String text) implements Value {
        @Override
        public Optional<String> asText() {
            return Optional.of(text);
        }

        @Override
        public String typeName() {
            return "text";
        }
    }

    /**
     * A number.
     *
     * @param number of any size
     */
    record Num(BigDecimal number) implements Value {
        @Override
        public Optional<String> asText() {
            BigDecimal plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
            boolean longerThanAnyoneReads = Math.abs((long) plain.scale()) > 1000;
            return Optional.of(longerThanAnyoneReads ? plain.toString() : plain.toPlainString());
        }

        @Override
        public String typeName() {
            return "a number";
        }
    }

    /**
     * True or false.
     *
     * @param flag which of the two
     */
    record Flag(boolean flag) implements Value {
        @Override
        public Optional<String> asText() {
            return Optional.of(Boolean.toString(flag));
        }

        @Override
        public String typeName() {
            return "a boolean";
        }
    }

    /**
     * A list.
     *
     * @param items in order
     */
    record Items(List<Value> items) implements Value {

        /**
         * Makes a list.
         *
         * @param items in order, copied
         */
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String typeName() {
            return "a list";
        }
    }

    /**
     * A map.
     *
     * @param fields in order
     */
    record Fields(Map<String, Value> fields) implements Value {

        /**
         * Makes a map.
         *
         * @param fields in order, copied
         */
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String typeName() {
            return "a map";
        }
    }

    /** What needs {@code it}, which is known only where a step is repeated. */
    record Deferred() implements Value {
        @Override
        public String typeName() {
            return "unknown";
        }
    }

    /** What could not be had, for a reason that has been reported. */
    record Failed() implements Value {
        @Override
        public String typeName() {
            return "unknown";
        }
    }
}
