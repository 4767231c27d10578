package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.core.manifest.source.SourceReader;
import java.nio.file.Path;

/**
 * That somebody wants a module.
 *
 * @param reference as it was written: a mapped name, a relative path or a full reference, each with a range where it can
 *     have one
 * @param directory the folder of the file in which it was written, absolute, which a relative path is relative to
 * @param place where it was written
 */
public record ModuleUse(String reference, Path directory, Location place) {

    /** What two have in common that mean the same, wherever they stand. */
    String key() {
        return ReferenceReader.isFolder(reference)
                ? SourceReader.realPath(directory.resolve(reference)).toString()
                : reference;
    }
}
