package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that a command begins something in.
 *
 * @param path absolute
 */
record NewFolder(Path path) {

    /** Holds it against being there with anything in it. */
    void requireEmpty(String code, String remedy, String unwritable) {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isEmpty()) {
                return;
            }
        } catch (IOException e) {
            throw unwritable(path, e, unwritable);
        }
        throw new ManifestException(Problem.of(code, "there is something in the folder " + path)
                .because("what is new would be mixed with what is there")
                .remedy(remedy));
    }

    /** Writes files, texts by their paths. */
    void write(Map<String, String> files, String unwritable) {
        for (Map.Entry<String, String> each : files.entrySet()) {
            Path file = path.resolve(each.getKey());
            try {
                Files.createDirectories(file.resolveSibling(".").normalize());
                Files.writeString(file, each.getValue());
            } catch (IOException e) {
                throw unwritable(file, e, unwritable);
            }
        }
    }

    private static EngineException unwritable(Path file, IOException e, String code) {
        return new EngineException(
                Problem.of(code, "cannot write " + file)
                        .because(FileTrouble.words(e))
                        .remedy("stand in another folder, or see to it that this one may be written"),
                e);
    }
}
