package dev.chandler.core.export;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.output.Output;
import dev.chandler.core.output.OutputChecks;
import dev.chandler.core.output.OutputReader;
import dev.chandler.core.output.OutputSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads what is to be exported, and finds out what is wrong with it before anything is started. */
public final class ExportReader {

    private final Path directory;
    private final Collection<String> engines;

    /**
     * Makes a reader.
     *
     * @param directory what relative paths begin at, absolute
     * @param engines the ids of the engines there are
     */
    public ExportReader(Path directory, Collection<String> engines) {
        this.directory = directory;
        this.engines = engines;
    }

    /**
     * Reads an export; asks no engine and writes nothing.
     *
     * @param text the image: {@code oci:FOLDER}, {@code docker-archive:FILE}, else what an engine knows it by
     * @param places where to, each {@code KIND:PLACE}
     * @param names what files are to call it, with their tags
     * @return the export
     * @throws ManifestException if anything is no good, with all that is wrong
     * @throws EngineException if only the surroundings are: nothing can be written there
     */
    public Export read(String text, List<String> places, List<String> names) {
        List<Problem> problems = new ArrayList<>();
        OutputReader reader = new OutputReader(problems::add);
        boolean isFile = text.startsWith(Output.OCI + ":") || text.startsWith(Output.DOCKER_ARCHIVE + ":");
        Optional<Output> file = isFile ? reader.read(text, directory, Optional.empty()) : Optional.empty();
        List<Output> given = places.stream()
                .flatMap(place -> reader.read(place, directory, Optional.empty()).stream())
                .toList();
        List<Output> outputs = OutputSelection.of(List.of(), given, List.of(), false, problems::add);
        file.ifPresent(source -> problems.addAll(OutputChecks.overwriting(outputs, source)));
        if (file.isPresent()) {
            pushedByNobody(outputs).ifPresent(problems::add);
        }
        OutputChecks.requirePlaces(outputs, engines, problems);
        return new Export(text, file, outputs, names);
    }

    /** Files are pushed by the engine that they come to. */
    private static Optional<Problem> pushedByNobody(List<Output> outputs) {
        if (outputs.stream().anyMatch(Output::isEngine)) {
            return Optional.empty();
        }
        return outputs.stream()
                .filter(output -> output.kind().equals(Output.REGISTRY))
                .findFirst()
                .map(output -> Problem.of("CH-OUTPUT-024", "nobody can push the output \"" + output + "\"")
                        .because("images are pushed by engines, and the image is in a file")
                        .remedy("bring it to one, too: --to docker:" + output.name()));
    }
}
