package dev.chandler.api.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What a value of a manifest may look like: for readers, for the JSON Schema and for the reference.
 *
 * <p>A shape says no more than an editor can use. What it lets through is still the reader's to check
 * ({@link SettingReader}); what it refuses, the reader must refuse as well. Immutable.
 *
 * <pre>{@code
 * SettingShape.either(SettingShape.oneOf("none"), SettingShape.map(SettingsModel.of("healthcheck", …)))
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SettingShape {

    /** The kinds of shapes. */
    public enum Kind {
        /** Anything at all. */
        ANY,
        /** A scalar: any, one of {@link #words()}, or one that matches {@link #pattern()}. */
        TEXT,
        /** {@code true} or {@code false}. */
        BOOLEAN,
        /** A whole number from 0 up. */
        COUNT,
        /** A number. */
        NUMBER,
        /** A duration, as {@link SettingReader#duration} reads it. */
        DURATION,
        /** A list of {@link #item()}. */
        LIST,
        /** A map with the keys of {@link #model()}. */
        MAP,
        /** A map with names of the user's own, to {@link #item()}. */
        NAMES,
        /** One of {@link #alternatives()}. */
        EITHER,
        /** A part of the manifest that is described elsewhere, by its {@link #part()}'s name. */
        PART
    }

    private static final SettingShape ANY = new SettingShape(Kind.ANY, "", List.of(), List.of(), null);
    private static final SettingShape TEXT = new SettingShape(Kind.TEXT, "", List.of(), List.of(), null);
    private static final SettingShape BOOLEAN = new SettingShape(Kind.BOOLEAN, "", List.of(), List.of(), null);
    private static final SettingShape COUNT = new SettingShape(Kind.COUNT, "", List.of(), List.of(), null);
    private static final SettingShape NUMBER = new SettingShape(Kind.NUMBER, "", List.of(), List.of(), null);
    private static final SettingShape DURATION = new SettingShape(Kind.DURATION, "", List.of(), List.of(), null);

    private final Kind kind;
    private final String word;
    private final List<String> words;
    private final List<SettingShape> shapes;
    private final @Nullable SettingsModel model;

    private SettingShape(
            Kind kind, String word, List<String> words, List<SettingShape> shapes, @Nullable SettingsModel model) {
        this.kind = kind;
        this.word = word;
        this.words = words;
        this.shapes = shapes;
        this.model = model;
    }

    /**
     * Anything.
     *
     * @return the shape
     */
    public static SettingShape any() {
        return ANY;
    }

    /**
     * Any scalar.
     *
     * @return the shape
     */
    public static SettingShape text() {
        return TEXT;
    }

    /**
     * A scalar that matches a pattern as a whole.
     *
     * @param pattern a regular expression of what Java's and JavaScript's have in common
     * @return the shape
     * @throws IllegalArgumentException if it is none
     */
    public static SettingShape matching(String pattern) {
        return new SettingShape(Kind.TEXT, Pattern.compile(pattern).pattern(), List.of(), List.of(), null);
    }

    /**
     * One of some words.
     *
     * @param words all that it may be
     * @return the shape
     */
    public static SettingShape oneOf(String... words) {
        return new SettingShape(Kind.TEXT, "", List.of(words), List.of(), null);
    }

    /**
     * {@code true} or {@code false}.
     *
     * @return the shape
     */
    public static SettingShape bool() {
        return BOOLEAN;
    }

    /**
     * A whole number from 0 up.
     *
     * @return the shape
     */
    public static SettingShape count() {
        return COUNT;
    }

    /**
     * A number.
     *
     * @return the shape
     */
    public static SettingShape number() {
        return NUMBER;
    }

    /**
     * A duration such as {@code 500ms}, {@code 30s}, {@code 10m} or {@code 2h}.
     *
     * @return the shape
     */
    public static SettingShape duration() {
        return DURATION;
    }

    /**
     * A list.
     *
     * @param item what each item may be
     * @return the shape
     */
    public static SettingShape list(SettingShape item) {
        return new SettingShape(Kind.LIST, "", List.of(), List.of(item), null);
    }

    /**
     * One value, or a list of them.
     *
     * @param item what each may be
     * @return the shape
     */
    public static SettingShape oneOrMore(SettingShape item) {
        return either(item, list(item));
    }

    /**
     * A map with names of the user's own, such as {@code env:}.
     *
     * @param value what each value may be
     * @return the shape
     */
    public static SettingShape names(SettingShape value) {
        return new SettingShape(Kind.NAMES, "", List.of(), List.of(value), null);
    }

    /**
     * A map with known keys.
     *
     * @param model its keys
     * @return the shape
     */
    public static SettingShape map(SettingsModel model) {
        return new SettingShape(Kind.MAP, "", List.of(), List.of(), Objects.requireNonNull(model, "model"));
    }

    /**
     * One of several shapes.
     *
     * @param alternatives the shapes, the usual one first
     * @return the shape
     */
    public static SettingShape either(SettingShape... alternatives) {
        List<SettingShape> flat = Arrays.stream(alternatives)
                .flatMap(each -> each.kind == Kind.EITHER ? each.shapes.stream() : Stream.of(each))
                .toList();
        return new SettingShape(Kind.EITHER, "", List.of(), flat, null);
    }

    /**
     * A part of the manifest that is described elsewhere; for the manifest's own keys, not for those of a plugin.
     *
     * @param name the part's name, such as {@code step}
     * @return the shape
     */
    public static SettingShape part(String name) {
        return new SettingShape(Kind.PART, name, List.of(), List.of(), null);
    }

    /**
     * What kind of shape this is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * What a scalar must match as a whole.
     *
     * @return the regular expression, if there is one
     */
    public Optional<String> pattern() {
        return kind == Kind.TEXT && !word.isEmpty() ? Optional.of(word) : Optional.empty();
    }

    /**
     * All that a scalar may be.
     *
     * @return the words; none where that is not so
     */
    public List<String> words() {
        return words;
    }

    /**
     * What each item of a list, or each value of a map with free names, may be.
     *
     * @return the shape of one
     * @throws IllegalStateException if this is neither of them
     */
    public SettingShape item() {
        require(kind == Kind.LIST || kind == Kind.NAMES);
        return shapes.get(0);
    }

    /**
     * What it is one of.
     *
     * @return the shapes; of anything but {@link Kind#EITHER} itself alone
     */
    public List<SettingShape> alternatives() {
        return kind == Kind.EITHER ? shapes : List.of(this);
    }

    /**
     * The keys of a map.
     *
     * @return the model
     * @throws IllegalStateException if this is no map with known keys
     */
    public SettingsModel model() {
        SettingsModel keys = model;
        if (keys == null) {
            throw new IllegalStateException(kind + " has no model");
        }
        return keys;
    }

    /**
     * Which part of the manifest it is.
     *
     * @return the part's name
     * @throws IllegalStateException if this is none
     */
    public String part() {
        require(kind == Kind.PART);
        return word;
    }

    private void require(boolean fits) {
        if (!fits) {
            throw new IllegalStateException("not of a shape of kind " + kind);
        }
    }
}
