package dev.chandler.cli.command;

import dev.chandler.cli.Console;
import dev.chandler.core.manifest.ManifestRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The variables of manifests. */
final class VariableOptions {

    @Option(names = "--var", paramLabel = "NAME=VALUE", order = 2, description = "Set a variable. May be repeated.")
    private Map<String, String> variables = new LinkedHashMap<>();

    @Option(
            names = "--var-file",
            paramLabel = "FILE",
            order = 3,
            description = "Set variables from a YAML map. May be repeated; later ones win.")
    private List<Path> variableFiles = new ArrayList<>();

    /** A manifest with these variables. */
    ManifestRequest request(Console console, Path manifest) {
        Path here = console.workingDirectory();
        return new ManifestRequest(
                here.resolve(manifest).normalize(),
                here,
                variables,
                variableFiles.stream().map(here::resolve).toList(),
                console.environment());
    }
}
