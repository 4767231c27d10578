package dev.chandler.core.manifest.variable;

import dev.chandler.core.manifest.value.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a variable may hold. */
enum VariableType {
    STRING,
    NUMBER,
    BOOLEAN,
    LIST,
    MAP;

    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,100}(\\.\\d{1,100})?([eE][+-]?\\d{1,3})?");

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with its article, for sentences. */
    String withArticle() {
        return this == STRING ? "text" : "a " + word();
    }

    static Optional<VariableType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(VariableType::word).toList();
    }

    /** The type that a value has in the short form: a scalar is text. */
    static VariableType ofShortForm(Value value) {
        if (value instanceof Value.Items) {
            return LIST;
        }
        return value instanceof Value.Fields ? MAP : STRING;
    }

    /**
     * Reads a value as this type.
     *
     * @param raw text, a list or a map, as written
     * @return the value, if it is of this type
     */
    Optional<Value> read(Value raw) {
        return switch (this) {
            case STRING -> raw.asText().map(Value.Text::new);
            case NUMBER ->
                raw.asText().filter(text -> DECIMAL.matcher(text).matches()).map(VariableType::number);
            case BOOLEAN ->
                raw.asText()
                        .filter(text -> text.equals("true") || text.equals("false"))
                        .map(text -> new Value.Flag(text.equals("true")));
            case LIST -> Optional.of(raw).filter(Value.Items.class::isInstance);
            case MAP -> Optional.of(raw).filter(Value.Fields.class::isInstance);
        };
    }

    private static Value number(String text) {
        return new Value.Num(new BigDecimal(text));
    }
}
