package dev.chandler.api.settings;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one map and reports all that is wrong with them, not only the first.
 *
 * <p>Ask for every key that is known, then call {@link #finish()}: keys nobody asked for are unknown, each with the
 * nearest known one. A wrong value is reported and read as absent. Not thread-safe; used once.
 *
 * <p>With a {@link SettingsModel} the keys that are known are the model's, and whoever reads others, or not all of them,
 * has a bug, which is thrown: so the model, and what is made from it, can't differ from what is read.
 *
 * <pre>{@code
 * SettingReader reader = SettingReader.of(settings, MODEL, problems::add);
 * Optional<String> from = reader.requiredText("from");
 * Optional<Duration> wait = reader.duration("wait");
 * reader.finish();
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SettingReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final Setting map;
    private final Map<String, Setting.Entry> entries;
    private final Consumer<Problem> problems;
    private final @Nullable SettingsModel model;
    private final Set<String> asked = new LinkedHashSet<>();

    private SettingReader(Setting map, @Nullable SettingsModel model, Consumer<Problem> problems) {
        this.map = map;
        this.entries = map.kind() == Setting.Kind.MAP ? map.entries() : Map.of();
        this.model = model;
        this.problems = problems;
    }

    /**
     * Starts reading a map whose keys are described nowhere.
     *
     * @param setting what should be a map; if it is none, that is reported and all keys are absent
     * @param problems takes each problem as it is found
     * @return a reader
     */
    public static SettingReader of(Setting setting, Consumer<Problem> problems) {
        return reader(setting, null, problems);
    }

    /**
     * Starts reading a map whose keys are described.
     *
     * @param setting what should be a map; if it is none, that is reported and all keys are absent
     * @param model all keys that it may have
     * @param problems takes each problem as it is found
     * @return a reader
     */
    public static SettingReader of(Setting setting, SettingsModel model, Consumer<Problem> problems) {
        return reader(setting, model, problems);
    }

    private static SettingReader reader(Setting setting, @Nullable SettingsModel model, Consumer<Problem> problems) {
        if (setting.kind() != Setting.Kind.MAP) {
            problems.accept(wrongType(setting, "a map of settings"));
        }
        return new SettingReader(setting, model, problems);
    }

    /**
     * Where the map was written.
     *
     * @return the place of its first character
     */
    public Location location() {
        return map.location();
    }

    /**
     * Reads any value.
     *
     * @param key the key
     * @return the node, if the key is there
     * @throws IllegalStateException if the model does not have it
     */
    public Optional<Setting> any(String key) {
        if (model != null && !model.names().contains(key)) {
            throw new IllegalStateException(
                    quote(key) + " is read, but is not in the model " + quote(model.name()) + ": add it there");
        }
        asked.add(key);
        return Optional.ofNullable(entries.get(key)).map(Setting.Entry::value);
    }

    /**
     * Reads text.
     *
     * @param key the key
     * @return the text as written, if the key is there and is a scalar
     */
    public Optional<String> text(String key) {
        return any(key).flatMap(this::asText);
    }

    /**
     * Reads text that must be there and must not be empty.
     *
     * @param key the key
     * @return the text as written; absent where that was reported
     */
    public Optional<String> requiredText(String key) {
        Optional<Setting> setting = any(key);
        Optional<String> text = text(key);
        if (setting.isEmpty()) {
            problems.accept(Problem.of("CH-MANIFEST-012", "missing key " + quote(key))
                    .at(map.location())
                    .remedy("add " + quote(key + ": …")));
        } else if (text.filter(String::isEmpty).isPresent()) {
            problems.accept(Problem.of("CH-MANIFEST-012", "empty value for " + quote(key))
                    .at(setting.get().location()));
        }
        return text.filter(value -> !value.isEmpty());
    }

    /**
     * Reads {@code true} or {@code false}.
     *
     * @param key the key
     * @return the value, if the key is there and is one of the two
     */
    public Optional<Boolean> bool(String key) {
        return read(key, "true or false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /**
     * Reads a whole number from 0 up.
     *
     * @param key the key
     * @return the value, if the key is there and is such a number
     */
    public Optional<Integer> count(String key) {
        return read(key, "a whole number from 0 up", text -> {
            if (!text.matches("\\d{1,9}")) {
                return Optional.empty();
            }
            return Optional.of(Integer.parseInt(text));
        });
    }

    /**
     * Reads a duration such as {@code 500ms}, {@code 30s}, {@code 10m} or {@code 2h}.
     *
     * @param key the key
     * @return the value, more than zero, if the key is there and is a duration
     */
    public Optional<Duration> duration(String key) {
        return read(key, "a duration such as 500ms, 30s, 10m or 2h", SettingReader::parseDuration);
    }

    private static Optional<Duration> parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }

    /**
     * Reads a list of texts; a single text is a list of one.
     *
     * @param key the key
     * @return the texts, empty where the key is not there
     */
    public List<String> texts(String key) {
        return any(key).map(this::asTexts).orElse(List.of());
    }

    /**
     * Reads a map of texts.
     *
     * @param key the key
     * @return the map in order, empty where the key is not there
     */
    public Map<String, String> textMap(String key) {
        Map<String, String> result = new LinkedHashMap<>();
        any(key).ifPresent(setting -> {
            if (setting.kind() != Setting.Kind.MAP) {
                problems.accept(wrongType(setting, "a map of texts"));
                return;
            }
            setting.entries().forEach((name, entry) -> asText(entry.value()).ifPresent(text -> result.put(name, text)));
        });
        return result;
    }

    /**
     * Reads a value by a function of one's own.
     *
     * @param key the key
     * @param wanted what the value must be, for the message: "a port"
     * @param parse gives the value, or empty where the text is none
     * @param <T> the type of the value
     * @return the value, if the key is there and the function took it
     */
    public <T> Optional<T> read(String key, String wanted, Function<String, Optional<T>> parse) {
        Optional<Setting> setting = any(key);
        Optional<T> value = text(key).flatMap(parse);
        if (value.isEmpty() && setting.isPresent() && setting.get().kind() == Setting.Kind.TEXT) {
            problems.accept(
                    wrongValue(key, wanted, setting.get().text(), setting.get().location()));
        }
        return value;
    }

    /**
     * Reads a list of texts, each by a function of one's own; a single text is a list of one.
     *
     * @param key the key
     * @param wanted what each must be, for the message: "a port"
     * @param parse gives the value, or empty where the text is none
     * @param <T> the type of the values
     * @return what the function took, in order
     */
    public <T> List<T> readEach(String key, String wanted, Function<String, Optional<T>> parse) {
        List<T> values = new ArrayList<>();
        Optional<Setting> setting = any(key);
        for (String text : texts(key)) {
            parse.apply(text)
                    .ifPresentOrElse(
                            values::add,
                            () -> problems.accept(wrongValue(key, wanted, text, placeOf(setting.orElseThrow(), text))));
        }
        return List.copyOf(values);
    }

    private static Location placeOf(Setting texts, String text) {
        if (texts.kind() != Setting.Kind.LIST) {
            return texts.location();
        }
        return texts.items().stream()
                .filter(item -> item.kind() == Setting.Kind.TEXT && item.text().equals(text))
                .findFirst()
                .orElse(texts)
                .location();
    }

    private static Problem wrongValue(String key, String wanted, String text, Location place) {
        return Problem.of("CH-MANIFEST-011", quote(key) + " must be " + wanted)
                .at(place)
                .because("it is " + quote(text));
    }

    /**
     * Reports every key that is not known.
     *
     * @throws IllegalStateException if a key of the model was not asked for
     */
    public void finish() {
        Set<String> known = model == null ? asked : model.names();
        if (model != null && !asked.containsAll(known)) {
            Set<String> unread = new LinkedHashSet<>(known);
            unread.removeAll(asked);
            throw new IllegalStateException(
                    "in the model " + quote(model.name()) + ", but not read: " + String.join(", ", unread));
        }
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.accept(Problem.of("CH-MANIFEST-010", "unknown key " + quote(key))
                        .at(entry.keyLocation())
                        .because("known here: " + String.join(", ", known))
                        .remedy(didYouMean(key, known).orElse(null)));
            }
        });
    }

    private Optional<String> asText(Setting setting) {
        if (setting.kind() != Setting.Kind.TEXT) {
            problems.accept(wrongType(setting, "text"));
            return Optional.empty();
        }
        return Optional.of(setting.text());
    }

    private List<String> asTexts(Setting setting) {
        return switch (setting.kind()) {
            case TEXT -> List.of(setting.text());
            case LIST -> {
                List<String> texts = new ArrayList<>();
                setting.items().forEach(item -> asText(item).ifPresent(texts::add));
                yield List.copyOf(texts);
            }
            case MAP -> {
                problems.accept(wrongType(setting, "a list of texts"));
                yield List.of();
            }
        };
    }

    /**
     * The problem of a node that is not what is wanted.
     *
     * @param setting the node
     * @param wanted what it should be: "a list"
     * @return the problem, at the node
     */
    public static Problem wrongType(Setting setting, String wanted) {
        String found = switch (setting.kind()) {
            case TEXT -> "text";
            case LIST -> "a list";
            case MAP -> "a map";
        };
        return Problem.of("CH-MANIFEST-011", "expected " + wanted + ", found " + found)
                .at(setting.location());
    }

    /**
     * Asks whether the user meant another of the known names.
     *
     * @param name what was written
     * @param known what would be right
     * @return a question, if one of the known names is near enough
     */
    public static Optional<String> didYouMean(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> isNear(distance(name, candidate), candidate))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(candidate -> "did you mean " + quote(candidate) + "?");
    }

    /** Another word altogether is not near, however short it is. */
    private static boolean isNear(int distance, String candidate) {
        return distance < candidate.length() && distance <= Math.max(1, candidate.length() / 3);
    }

    /** Edits between two words, two swapped neighbours counting as one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }

    private static String quote(String name) {
        return '"' + name + '"';
    }
}
