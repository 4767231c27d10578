package dev.chandler.cli.command;

import com.google.gson.GsonBuilder;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.BlockCutter;
import dev.chandler.core.manifest.source.PlacedText;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.yaml.Tree;
import dev.chandler.core.manifest.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The list {@code modules:} of a manifest as it is written: items are put into it and taken out of it, and every other
 * character stays as it is, comments and templates too.
 */
final class ModulesBlock {

    private static final String KEY = "modules";
    private static final Pattern BEHIND = Pattern.compile("(?:install|script|artifact)\\s*:.*", Pattern.DOTALL);
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9./](?:[A-Za-z0-9./@^~_+:#-]*[A-Za-z0-9./@^~_+#-])?");
    private static final Pattern FLOW = Pattern.compile("\\[[^=#].*]|\\[]|\\{.*}", Pattern.DOTALL);

    private final SourceText source;
    private final List<String> lines = new ArrayList<>();
    private final Optional<Tree.Entry> entry;

    /**
     * Finds it.
     *
     * @param file the manifest
     * @throws ManifestException if it cannot be read
     */
    ModulesBlock(SourceFile file) {
        this.source = file.content();
        for (int line = 1; line <= source.lineCount(); line++) {
            lines.add(source.line(line));
        }
        // The rest is a template, which need not be YAML before it is rendered.
        SourceText block = new BlockCutter(source, List.of(KEY)).blocks();
        ProblemLog problems = new ProblemLog();
        this.entry = new YamlReader(file, PlacedText.of(block), shown -> shown, problems)
                .read()
                .filter(Tree.Fields.class::isInstance)
                .flatMap(root -> ((Tree.Fields) root).entry(KEY));
        problems.throwIfAny();
    }

    /** An item as a list has it, without what its lines begin with. */
    static List<String> item(String reference, Map<String, String> with) {
        List<String> item = new ArrayList<>(List.of("use: " + scalar(reference)));
        if (!with.isEmpty()) {
            item.add("with:");
            with.forEach((name, value) -> item.add("  " + scalar(name) + ": " + value(value)));
        }
        return item;
    }

    private static String value(String text) {
        return FLOW.matcher(text).matches() ? text : scalar(text);
    }

    /** Text as YAML has it: JSON's is YAML's as well. */
    private static String scalar(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : new GsonBuilder().disableHtmlEscaping().create().toJson(text);
    }

    /**
     * The manifest with one more item at the end of the list.
     *
     * @param item its lines
     * @throws ManifestException if the list is written in a way that nothing can be put into
     */
    String with(List<String> item) {
        if (entry.isEmpty()) {
            return inserted(lineOfKey(), "  ", item, true);
        }
        Tree value = entry.get().value();
        if (value.isAbsent()) {
            return inserted(entry.get().key().place().line(), "  ", item, false);
        }
        List<Item> items = items(item);
        Item last = items.get(items.size() - 1);
        return inserted(last.end(), lines.get(last.start()).substring(0, last.indent()), item, false);
    }

    /**
     * The manifest without some items.
     *
     * @param uses where their {@code use:} is written
     * @throws ManifestException if the list is written in a way that nothing can be taken out of
     */
    String without(List<Location> uses) {
        Set<Integer> gone = new HashSet<>();
        List<Item> items = items(List.of());
        List<Item> out = items.stream().filter(item -> item.has(uses)).toList();
        for (Item item : out) {
            for (int line = item.start(); line < item.end(); line++) {
                gone.add(line);
            }
        }
        if (out.size() == items.size()) {
            gone.add(entry.orElseThrow().key().place().line() - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            text.append(gone.contains(line) ? "" : lines.get(line));
        }
        return text.toString();
    }

    /** Whether one of the items is that. */
    boolean has(Location use) {
        return use.file().equals(source.name())
                && entry.map(Tree.Entry::value).filter(Tree.Items.class::isInstance).stream()
                        .flatMap(value -> ((Tree.Items) value).items().stream())
                        .anyMatch(item -> lineOfUse(item) == use.line());
    }

    /**
     * An item.
     *
     * @param start its first line, from 0
     * @param end the line behind its last one
     * @param indent how many characters are before its hyphen
     * @param use the line of its {@code use:}, from 1
     */
    private record Item(int start, int end, int indent, int use) {

        boolean has(List<Location> uses) {
            return uses.stream().anyMatch(place -> place.line() == use);
        }
    }

    private List<Item> items(List<String> wanted) {
        Tree value = entry.orElseThrow().value();
        if (!(value instanceof Tree.Items list) || list.items().isEmpty() || !isHyphen(list.place())) {
            throw notPlain(wanted);
        }
        int indent = list.place().column() - 1;
        List<Item> items = new ArrayList<>();
        for (Tree each : list.items()) {
            int start = each.place().line() - 1;
            while (start > 0
                    && !lines.get(start)
                            .substring(Math.min(indent, lines.get(start).length()))
                            .startsWith("-")) {
                start--;
            }
            items.add(new Item(start, end(start, indent), indent, lineOfUse(each)));
        }
        return items;
    }

    private boolean isHyphen(Location place) {
        String line = lines.get(place.line() - 1);
        return line.length() >= place.column() && line.charAt(place.column() - 1) == '-';
    }

    private static int lineOfUse(Tree item) {
        return item instanceof Tree.Fields fields
                ? fields.entry("use").map(use -> use.value().place().line()).orElse(0)
                : 0;
    }

    /** The line behind the last that is of an item; comments behind it that are not farther in are of no item. */
    private int end(int start, int indent) {
        int end = start + 1;
        for (int line = start + 1; line < lines.size(); line++) {
            String text = lines.get(line);
            int before = text.length() - text.stripLeading().length();
            if (!text.isBlank() && before > indent) {
                end = line + 1;
            } else if (!text.isBlank() && !text.stripLeading().startsWith("#")) {
                break;
            }
        }
        return end;
    }

    /** Before the steps, with the comments that are about them, else at the end. */
    private int lineOfKey() {
        for (int line = 0; line < lines.size(); line++) {
            if (BEHIND.matcher(lines.get(line)).matches()) {
                int place = line;
                while (place > 0 && lines.get(place - 1).startsWith("#")) {
                    place--;
                }
                // A comment at the top is about all of the file.
                return place == 0 ? line : place;
            }
        }
        return lines.size();
    }

    private String inserted(int line, String indent, List<String> item, boolean key) {
        String end = source.text().contains("\r\n") ? "\r\n" : "\n";
        StringBuilder text = new StringBuilder();
        lines.subList(0, line).forEach(text::append);
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append(end);
        }
        text.append(key ? KEY + ":" + end : "");
        for (int i = 0; i < item.size(); i++) {
            text.append(indent).append(i == 0 ? "- " : "  ").append(item.get(i)).append(end);
        }
        lines.subList(line, lines.size()).forEach(text::append);
        return text.toString();
    }

    private ManifestException notPlain(List<String> wanted) {
        return new ManifestException(Problem.of("CH-MODULE-070", "this list cannot be changed by a command")
                .at(entry.orElseThrow().value().place())
                .because("only one with an item a line, each behind a hyphen, has a place for another")
                .remedy(
                        wanted.isEmpty()
                                ? "take the module out by hand, then \"chandler lock\""
                                : "write into it, then \"chandler lock\":\n  - " + String.join("\n    ", wanted)));
    }
}
