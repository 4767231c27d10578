package dev.chandler.core.manifest;

import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.Optional;

/**
 * One file of a manifest: the manifest itself or one that it includes.
 *
 * @param file the file
 * @param body its text without the blocks that are read first
 * @param variables what stands behind {@code vars:}
 */
record ManifestPart(SourceFile file, SourceText body, Optional<Tree> variables) {}
