package dev.chandler.cli.command;

import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleUse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What there is to show of a module.
 *
 * @param module what it says of itself
 * @param digest of its content; empty where its folder cannot be packed
 * @param source where it is from
 */
record ModuleFacts(ModuleDescription module, Optional<String> digest, String source) {

    private List<ParameterFacts> parameters() {
        return ParameterFacts.of(module.parameters());
    }

    private List<String> requires() {
        return module.requires().stream().map(ModuleUse::reference).toList();
    }

    /** For people. */
    String text() {
        List<String[]> rows = new ArrayList<>();
        row(rows, "module", module.name() + " " + module.version());
        row(rows, "description", module.description());
        row(rows, "license", module.license().orElse(""));
        row(rows, "source", source);
        row(rows, "digest", digest.orElse(""));
        row(rows, "modules", String.join(", ", requires()));
        row(rows, "engines", String.join(", ", module.engines()));
        row(rows, "capabilities", String.join(", ", module.capabilities()));
        List<String> plugins = new ArrayList<>();
        module.plugins().forEach((id, range) -> plugins.add(id + " " + range));
        row(rows, "plugins", String.join(", ", plugins));
        StringBuilder text = new StringBuilder(Table.of(rows));
        List<String[]> parameters = new ArrayList<>();
        for (ParameterFacts each : parameters()) {
            parameters.add(new String[] {
                "  " + each.name() + ":",
                each.allowed() + (each.defaultValue().isEmpty() ? ", required" : ""),
                each.defaultValue()
                        .map(value -> "default " + ParameterFacts.text(value))
                        .orElse(""),
                each.meaning()
            });
        }
        return parameters.isEmpty()
                ? text.toString()
                : text.append("\nparameters\n").append(Table.of(parameters)).toString();
    }

    private static void row(List<String[]> rows, String name, String value) {
        if (!value.isBlank()) {
            rows.add(new String[] {name, value.strip()});
        }
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", module.name());
        json.put("version", module.version());
        json.put("description", module.description());
        module.license().ifPresent(license -> json.put("license", license));
        json.put("source", source);
        digest.ifPresent(text -> json.put("digest", text));
        Map<String, Object> requires = new LinkedHashMap<>();
        requires.put("modules", requires());
        requires.put("engines", module.engines());
        requires.put("capabilities", module.capabilities());
        requires.put("plugins", module.plugins());
        json.put("requires", requires);
        json.put("parameters", parameters().stream().map(ParameterFacts::json).toList());
        return json;
    }

    /** For readers: a page in Markdown. */
    String markdown() {
        StringBuilder page = new StringBuilder("# " + module.name() + "\n");
        if (!module.description().isBlank()) {
            page.append(module.description().strip()).append("\n\n");
        }
        page.append("Version ").append(module.version());
        module.license().ifPresent(license -> page.append(", ").append(license));
        page.append(".\n");
        if (!requires().isEmpty()) {
            page.append("\nUses: ").append(code(requires())).append(".\n");
        }
        if (!module.engines().isEmpty()) {
            page.append("\nFor the engines ").append(code(module.engines())).append(".\n");
        }
        page.append("\n## Parameters\n");
        if (parameters().isEmpty()) {
            return page.append("It takes none.\n").toString();
        }
        page.append("| name | value | default | meaning |\n|---|---|---|---|\n");
        for (ParameterFacts each : parameters()) {
            page.append("| `")
                    .append(each.name())
                    .append("` | ")
                    .append(cell(each.allowed()))
                    .append(" | ");
            page.append(each.defaultValue()
                    .map(value -> "`" + cell(ParameterFacts.text(value)) + "`")
                    .orElse("required"));
            page.append(" | ").append(cell(each.meaning())).append(" |\n");
        }
        return page.toString();
    }

    private static String code(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ').strip();
    }
}
