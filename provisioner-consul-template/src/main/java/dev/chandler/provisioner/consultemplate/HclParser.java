package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.settings.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads consul-template's config files, HCL 1 and JSON, with the place of everything. Used once. */
final class HclParser {

    private static final int MAX_DEPTH = 50;

    private final HclScanner scanner;
    private int depth;

    private HclParser(String text, String file) {
        this.scanner = new HclScanner(text, file);
    }

    /** All entries of the top level, in order; a list of blocks, as JSON has it, as that many entries. */
    static List<HclEntry> parse(String text, String file) {
        HclParser parser = new HclParser(text, file);
        parser.scanner.skip();
        boolean json = parser.scanner.accept("{");
        List<HclEntry> entries = parser.entries(json);
        parser.scanner.skip();
        if (!parser.scanner.ended()) {
            throw parser.scanner.wrong("nothing can follow here");
        }
        return entries.stream().flatMap(entry -> blocks(entry).stream()).toList();
    }

    private static List<HclEntry> blocks(HclEntry entry) {
        Setting value = entry.value();
        boolean blocks = value.kind() == Setting.Kind.LIST
                && !value.items().isEmpty()
                && value.items().stream().allMatch(item -> item.kind() == Setting.Kind.MAP);
        return blocks
                ? value.items().stream()
                        .map(item -> new HclEntry(entry.key(), item.location(), item))
                        .toList()
                : List.of(entry);
    }

    private List<HclEntry> entries(boolean braced) {
        List<HclEntry> entries = new ArrayList<>();
        while (true) {
            skipSeparators();
            if (braced ? scanner.accept("}") : scanner.ended()) {
                return entries;
            }
            entries.add(entry());
        }
    }

    private void skipSeparators() {
        scanner.skip();
        while (scanner.accept(",")) {
            scanner.skip();
        }
    }

    private HclEntry entry() {
        Location location = scanner.here();
        String key = scanner.peek() == '"' ? scanner.quoted() : scanner.word();
        scanner.skip();
        boolean assigned = scanner.accept("=") || scanner.accept(":");
        scanner.skip();
        if (!assigned && scanner.peek() != '{') {
            throw scanner.wrong("\"=\" or \"{\" is wanted after \"" + key + "\"");
        }
        return new HclEntry(key, location, key.equals("perms") ? octal() : value());
    }

    private Setting value() {
        Location location = scanner.here();
        if (++depth > MAX_DEPTH) {
            throw scanner.wrong("it is nested too deep");
        }
        Setting value;
        if (scanner.accept("{")) {
            value = block(location);
        } else if (scanner.accept("[")) {
            value = list(location);
        } else if (scanner.peek() == '"') {
            value = Setting.text(scanner.quoted(), location);
        } else if (scanner.starts("<<")) {
            value = Setting.text(scanner.heredoc(), location);
        } else {
            value = Setting.text(scanner.word(), location);
        }
        depth--;
        return value;
    }

    /** Permissions as text are octal; as a number they are what numbers are, octal only after a 0. */
    private Setting octal() {
        boolean number = Character.isDigit(scanner.peek());
        Setting value = value();
        if (!number || value.text().startsWith("0") || !value.text().matches("\\d{1,9}")) {
            return value;
        }
        return Setting.text("0%03o".formatted(Integer.parseInt(value.text())), value.location());
    }

    private Setting block(Location location) {
        Map<String, Setting.Entry> map = new LinkedHashMap<>();
        for (HclEntry entry : entries(true)) {
            if (map.put(entry.key(), new Setting.Entry(entry.location(), entry.value())) != null) {
                throw scanner.wrong(entry.location(), "\"" + entry.key() + "\" is there twice");
            }
        }
        return Setting.map(map, location);
    }

    private Setting list(Location location) {
        List<Setting> items = new ArrayList<>();
        while (true) {
            skipSeparators();
            if (scanner.accept("]")) {
                return Setting.list(items, location);
            }
            items.add(value());
        }
    }
}
