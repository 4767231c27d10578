package dev.chandler.core.output;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads {@code KIND:PLACE}. */
public final class OutputReader {

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*");

    private static final Set<String> FILES = Set.of(Output.OCI, Output.DOCKER_ARCHIVE);

    private final Consumer<Problem> problems;

    /**
     * Makes a reader.
     *
     * @param problems takes what is wrong
     */
    public OutputReader(Consumer<Problem> problems) {
        this.problems = problems;
    }

    /**
     * Reads one output. A kind that is none of ours is taken for an engine's id; which there are, others know.
     *
     * @param text what the user wrote
     * @param directory what a relative path begins at, absolute
     * @param location where it is written; empty for the command line
     * @return the output; empty if it was no good, and a problem was told
     */
    public Optional<Output> read(String text, Path directory, Optional<Location> location) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String place = text.substring(colon + 1);
        if (!KIND.matcher(kind).matches() || place.isBlank()) {
            return refused(
                    Problem.of("CH-OUTPUT-001", "\"" + text + "\" is no output")
                            .because("it is written KIND:PLACE")
                            .remedy("for example registry:host:5000/app:1.0, oci:dist/image, docker-archive:app.tar"
                                    + " or docker:app:1.0"),
                    location);
        }
        return FILES.contains(kind) ? file(kind, text, place, directory, location) : named(kind, text, place, location);
    }

    private Optional<Output> file(String kind, String text, String place, Path directory, Optional<Location> location) {
        try {
            Path path = directory.resolve(place).normalize();
            if (path.getFileName() == null) {
                throw new InvalidPathException(place, "it is the root of all folders");
            }
            return Optional.of(new Output(kind, text, "", Optional.of(path), location));
        } catch (InvalidPathException e) {
            return refused(
                    Problem.of("CH-OUTPUT-001", "\"" + text + "\" is no output")
                            .because("its place is no path: " + e.getReason())
                            .remedy("name a file or folder"),
                    location);
        }
    }

    private Optional<Output> named(String kind, String text, String place, Optional<Location> location) {
        Optional<Output> output = ImageReference.tagged(place)
                .map(reference -> new Output(kind, text, reference, Optional.empty(), location));
        return output.isPresent()
                ? output
                : refused(
                        Problem.of("CH-OUTPUT-004", "\"" + place + "\" cannot be a name of an image")
                                .because(ImageReference.WRITTEN)
                                .remedy("correct the output \"" + text + "\""),
                        location);
    }

    private Optional<Output> refused(Problem problem, Optional<Location> location) {
        problems.accept(location.map(problem::at).orElse(problem));
        return Optional.empty();
    }
}
