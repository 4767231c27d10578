package dev.chandler.cli.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Copies a module's files into a folder of the user's. */
public final class ModuleCopy {

    private ModuleCopy() {}

    /**
     * Copies all files.
     *
     * @param from the module's folder
     * @param to absolute; made where it is missing
     * @throws ManifestException if there is something in it
     * @throws EngineException if it cannot be written
     */
    public static void copy(Path from, Path to) {
        try {
            if (Files.exists(to) && (!Files.isDirectory(to) || !isEmpty(to))) {
                throw new ManifestException(Problem.of("CH-MODULE-060", "there is something in \"" + to + "\"")
                        .because("the module's files would be mixed with what is there")
                        .remedy("name another folder, or remove this one"));
            }
            Files.createDirectories(to);
            List<Path> all;
            try (Stream<Path> walk = Files.walk(from)) {
                all = walk.filter(path -> !path.equals(from)).sorted().toList();
            }
            for (Path path : all) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-MODULE-063", "cannot write " + to)
                            .because(e.getClass().getSimpleName() + ": " + e.getMessage())
                            .remedy("name another folder, or give this one room and rights"),
                    e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
