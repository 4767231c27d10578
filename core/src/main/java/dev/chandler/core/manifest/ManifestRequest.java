package dev.chandler.core.manifest;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which manifest is wanted, with which variables.
 *
 * @param path the file, or a folder with a {@code chandler.yml}
 * @param workingDirectory what messages name files relative to
 * @param variables {@code --var}, in order
 * @param variableFiles {@code --var-file}, later ones winning
 * @param environment the client's environment, for {@code CHANDLER_VAR_…}
 */
public record ManifestRequest(
        Path path,
        Path workingDirectory,
        Map<String, String> variables,
        List<Path> variableFiles,
        Map<String, String> environment) {}
