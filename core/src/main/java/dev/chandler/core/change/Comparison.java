package dev.chandler.core.change;

import dev.chandler.api.cache.Digest;
import dev.chandler.core.change.Change.Kind;
import dev.chandler.core.change.Fields.Entries;
import dev.chandler.core.change.Fields.Items;
import dev.chandler.core.change.Fields.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what differs between the fields of two keys, in the order in which they are in them. Used once. */
public final class Comparison {

    private static final String CONTENT = "content of ";
    private static final String MODE = "mode of ";
    private static final String MOUNT = "content of mount ";

    private final Fields before;
    private final Fields after;
    private final FileNames names;
    private final String scope;
    /** One for each subject: a new file is in several fields. */
    private final Map<String, Change> changes = new LinkedHashMap<>();

    private Comparison(Fields before, Fields after, FileNames names) {
        this.before = before;
        this.after = after;
        this.names = names;
        this.scope = after.text("provisioner") + ".";
    }

    /**
     * Compares.
     *
     * @param before the fields of a key that there was
     * @param after those of one that there is
     * @param names what files are called
     * @return what differs; empty if they are equal
     */
    public static List<Change> of(Fields before, Fields after, FileNames names) {
        return new Comparison(before, after, names).changes();
    }

    private List<Change> changes() {
        if (!before.text("provisioner").equals(after.text("provisioner"))) {
            return List.of(Change.of("provisioner", before.text("provisioner"), after.text("provisioner")));
        }
        Set<String> fields = new LinkedHashSet<>(after.values().keySet());
        fields.addAll(before.values().keySet());
        for (String field : fields) {
            Value one = before.values().get(field);
            Value two = after.values().get(field);
            if (one != null && two != null && one.equals(two)) {
                continue;
            }
            if (field.startsWith(scope)) {
                scoped(field.substring(scope.length()), one, two);
            } else {
                own(field, one, two);
            }
        }
        return new ArrayList<>(changes.values());
    }

    private void add(Change change) {
        changes.putIfAbsent(change.subject(), change);
    }

    /** A field of Chandler's own. */
    private void own(String field, @Nullable Value one, @Nullable Value two) {
        switch (field) {
            case "provisioner version" -> plain("plugin version", one, two);
            case "env", "env from" -> entries("environment ", one, two, true);
            case "secrets" -> entries("secret ", one, two, false);
            case "secret versions" -> entries("version of secret ", one, two, false);
            case "observed" -> entries("", one, two, false);
            case "network kind" -> plain("network", one, two);
            case "hosts" -> entries("host ", one, two, true);
            case "ulimits" -> entries("ulimit ", one, two, true);
            case "mounts" -> mounts(entriesOf(one), entriesOf(two));
            case "register" -> plain("registered name", one, two);
            default -> {
                if (field.startsWith(CONTENT)) {
                    content(MOUNT + field.substring(CONTENT.length()), field, "", one, two);
                } else {
                    plain(field, one, two);
                }
            }
        }
    }

    private void mounts(Map<String, String> one, Map<String, String> two) {
        each(one, two, (target, from, to) -> {
            boolean toolbox = (to == null ? String.valueOf(from) : to).startsWith("toolbox ");
            add(change(toolbox ? "toolbox" : "mount " + target, from, to, true));
        });
    }

    /** A field of a provisioner. */
    private void scoped(String field, @Nullable Value one, @Nullable Value two) {
        if (field.startsWith(CONTENT) && isMap(one, two)) {
            String folder = field.substring(CONTENT.length());
            each(
                    entriesOf(one),
                    entriesOf(two),
                    (entry, from, to) -> file(path(folder, entry), field, entry, from, to));
        } else if (field.startsWith(CONTENT)) {
            String file = field.substring(CONTENT.length());
            file(names.of(field, "").orElse(file), field, "", words(one), words(two));
        } else if (field.startsWith(MODE) && isMap(one, two)) {
            String folder = field.substring(MODE.length());
            each(entriesOf(one), entriesOf(two), (entry, from, to) -> mode(path(folder, entry), from, to));
        } else if (field.startsWith(MODE)) {
            mode(field.substring(MODE.length()), words(one), words(two));
        } else if (field.equals("owner")) {
            plain(copied().map(file -> "owner of " + file).orElse(field), one, two);
        } else if (isMap(one, two)) {
            named(field, entriesOf(one), entriesOf(two));
        } else if (digests(words(one), words(two)).isPresent()) {
            content(names.of(field, "").map(CONTENT::concat).orElse(field), field, "", one, two);
        } else {
            plain(field, one, two);
        }
    }

    /** A map of which nothing is known but what it is called. */
    private void named(String field, Map<String, String> one, Map<String, String> two) {
        each(one, two, (entry, from, to) -> {
            Optional<String> file = names.of(field, entry);
            if (file.isPresent()) {
                file(file.get(), field, entry, from, to);
            } else {
                add(change(field + ": " + entry, from, to, true));
            }
        });
    }

    /** The file or folder that is copied. */
    private Optional<String> copied() {
        return after.values().keySet().stream()
                .filter(field -> field.startsWith(scope + CONTENT))
                .findFirst()
                .map(field -> field.substring((scope + CONTENT).length()));
    }

    private static String path(String folder, String entry) {
        String above = folder.replaceAll("/+$", "");
        return above.equals(".") ? entry : above + "/" + entry;
    }

    private void file(String file, String field, String entry, @Nullable String from, @Nullable String to) {
        if (from == null || to == null) {
            add(Change.named(from == null ? Kind.NEW : Kind.GONE, file));
        } else {
            add(new Change(
                    Kind.CHANGED,
                    CONTENT + file,
                    Optional.of(from),
                    Optional.of(to),
                    digests(from, to).map(pair -> new Change.Content(field, entry, pair.get(0), pair.get(1)))));
        }
    }

    private void mode(String file, @Nullable String from, @Nullable String to) {
        if (from == null || to == null) {
            add(Change.named(from == null ? Kind.NEW : Kind.GONE, file));
        } else {
            add(Change.of(MODE + file, from, to));
        }
    }

    private void content(String subject, String field, String entry, @Nullable Value one, @Nullable Value two) {
        Optional<List<Digest>> pair = digests(words(one), words(two));
        if (pair.isPresent()) {
            Change.Content content = new Change.Content(
                    field, entry, pair.get().get(0), pair.get().get(1));
            add(new Change(
                    Kind.CHANGED,
                    subject,
                    Optional.of(content.before().toString()),
                    Optional.of(content.after().toString()),
                    Optional.of(content)));
        } else {
            plain(subject, one, two);
        }
    }

    /** A setting is there or it is not: it has changed either way. An empty list is one that is not. */
    private void plain(String subject, @Nullable Value one, @Nullable Value two) {
        add(new Change(Kind.CHANGED, subject, set(one), set(two), Optional.empty()));
    }

    private static Optional<String> set(@Nullable Value value) {
        return Optional.ofNullable(value)
                .filter(each -> !each.equals(new Items(List.of())))
                .map(Value::words);
    }

    private void entries(String subject, @Nullable Value one, @Nullable Value two, boolean shown) {
        each(entriesOf(one), entriesOf(two), (entry, from, to) -> add(change(subject + entry, from, to, shown)));
    }

    private static Change change(String subject, @Nullable String from, @Nullable String to, boolean shown) {
        Kind kind = from == null ? Kind.NEW : to == null ? Kind.GONE : Kind.CHANGED;
        return shown
                ? new Change(kind, subject, Optional.ofNullable(from), Optional.ofNullable(to), Optional.empty())
                : Change.named(kind, subject);
    }

    @FunctionalInterface
    private interface Differing {
        void entry(String entry, @Nullable String from, @Nullable String to);
    }

    private static void each(Map<String, String> one, Map<String, String> two, Differing visitor) {
        Set<String> all = new LinkedHashSet<>(two.keySet());
        all.addAll(one.keySet());
        all.stream().sorted().forEach(entry -> {
            String from = one.get(entry);
            String to = two.get(entry);
            if (from == null || !from.equals(to)) {
                visitor.entry(entry, from, to);
            }
        });
    }

    private static boolean isMap(@Nullable Value one, @Nullable Value two) {
        return (one == null || one instanceof Entries) && (two == null || two instanceof Entries);
    }

    private static Map<String, String> entriesOf(@Nullable Value value) {
        return value instanceof Entries map ? map.entries() : Map.of();
    }

    private static @Nullable String words(@Nullable Value value) {
        return value == null ? null : value.words();
    }

    private static Optional<List<Digest>> digests(@Nullable String from, @Nullable String to) {
        try {
            return from == null || to == null
                    ? Optional.empty()
                    : Optional.of(List.of(Digest.parse(from), Digest.parse(to)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
