package dev.chandler.core.module;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A module on this machine.
 *
 * @param description what its {@code module.yml} says of it
 * @param folder where its files are, absolute and real; nothing in it changes while a command runs
 * @param shown what messages call the folder: relative to where the user stands where it is below that, else
 *     {@code NAME@VERSION}
 */
public record ModuleFolder(ModuleDescription description, Path folder, String shown) {

    /**
     * Reads what a folder of the user's has.
     *
     * @param folder absolute
     * @param workingDirectory what messages name files relative to
     * @param place where it is wanted, for messages; empty on a command line
     * @return the module
     * @throws ManifestException if it is none
     */
    public static ModuleFolder read(Path folder, Path workingDirectory, Optional<Location> place) {
        ProblemLog problems = new ProblemLog();
        SourceReader files = new SourceReader(workingDirectory, problems);
        String shown = files.nameOf(folder);
        Path file = folder.resolve(ModuleDescription.FILE);
        if (!Files.isRegularFile(file)) {
            throw new ManifestException(Problem.of("CH-MODULE-057", "\"" + shown + "\" is no module")
                    .at(place.orElse(null))
                    .because("there is no file \"" + files.nameOf(file) + "\"")
                    .remedy("name a module's folder; \"chandler module new NAME\" begins one"));
        }
        Optional<ModuleDescription> description = files.read(file).flatMap(new ModuleDescriptionReader(problems)::read);
        problems.throwIfAny();
        return new ModuleFolder(description.orElseThrow(), SourceReader.realPath(folder), shown);
    }
}
