package dev.chandler.api.settings;

import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One key of a map in a manifest: its name, what its value may be, and words for people. Immutable.
 *
 * <pre>{@code
 * SettingKey.of("mode", SettingShape.matching("0?[0-7]{3,4}"), "the permissions of all files").shown("octal, such as `0644`")
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SettingKey {

    private final String name;
    private final SettingShape shape;
    private final String description;
    private final boolean required;
    private final boolean templates;
    private final @Nullable String shown;
    private final @Nullable String defaultText;
    private final @Nullable String example;

    private SettingKey(
            String name,
            SettingShape shape,
            String description,
            boolean required,
            boolean templates,
            @Nullable String shown,
            @Nullable String defaultText,
            @Nullable String example) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.description = description;
        if (description.isBlank()) {
            throw new IllegalArgumentException("\"" + name + "\" has no description");
        }
        this.required = required;
        this.templates = templates;
        this.shown = shown;
        this.defaultText = defaultText;
        this.example = example;
    }

    /**
     * Makes a key that may be left out.
     *
     * @param name the key
     * @param shape what its value may be
     * @param description what it is for, in a sentence of Markdown without its full stop
     * @return the key
     * @throws IllegalArgumentException if the description is blank
     */
    public static SettingKey of(String name, SettingShape shape, String description) {
        return new SettingKey(name, shape, description, false, true, null, null, null);
    }

    /**
     * The same key, that must be there.
     *
     * @return the key
     */
    public SettingKey required() {
        return new SettingKey(name, shape, description, true, templates, shown, defaultText, example);
    }

    /**
     * The same key, whose value is read before templates are, so that nothing is interpolated in it.
     *
     * @return the key
     */
    public SettingKey withoutTemplates() {
        return new SettingKey(name, shape, description, required, false, shown, defaultText, example);
    }

    /**
     * The same key, with words for what its value may be in place of those that its shape gives.
     *
     * @param words Markdown, such as {@code a file or folder}
     * @return the key
     */
    public SettingKey shown(String words) {
        return new SettingKey(name, shape, description, required, templates, words, defaultText, example);
    }

    /**
     * The same key, with what holds where it is left out.
     *
     * @param text the value as it would be written
     * @return the key
     */
    public SettingKey defaultsTo(String text) {
        return new SettingKey(name, shape, description, required, templates, shown, text, example);
    }

    /**
     * The same key, with an example.
     *
     * @param text a value as it would be written
     * @return the key
     */
    public SettingKey example(String text) {
        return new SettingKey(name, shape, description, required, templates, shown, defaultText, text);
    }

    /**
     * The key.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * What its value may be.
     *
     * @return the shape
     */
    public SettingShape shape() {
        return shape;
    }

    /**
     * What it is for.
     *
     * @return a sentence of Markdown without its full stop
     */
    public String description() {
        return description;
    }

    /**
     * Whether it must be there.
     *
     * @return whether
     */
    public boolean isRequired() {
        return required;
    }

    /**
     * Whether values may be interpolated in what stands behind it.
     *
     * @return whether
     */
    public boolean hasTemplates() {
        return templates;
    }

    /**
     * Words for what its value may be.
     *
     * @return Markdown, if the shape does not say it all
     */
    public Optional<String> shown() {
        return Optional.ofNullable(shown);
    }

    /**
     * What holds where it is left out.
     *
     * @return the value as it would be written, if there is one
     */
    public Optional<String> defaultText() {
        return Optional.ofNullable(defaultText);
    }

    /**
     * An example.
     *
     * @return a value as it would be written, if there is one
     */
    public Optional<String> example() {
        return Optional.ofNullable(example);
    }

    @Override
    public String toString() {
        return name;
    }
}
