package dev.chandler.core.output;

import dev.chandler.api.problem.Problem;
import dev.chandler.lib.oci.DockerArchive;
import dev.chandler.lib.oci.OciLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files and folders that outputs are to become. */
final class FilePlaces {

    private FilePlaces() {}

    /** Something stands there that is not replaced. */
    static Optional<Problem> inTheWay(Output output) {
        Optional<String> why = output.path()
                .flatMap(path ->
                        output.kind().equals(Output.OCI) ? OciLayout.objection(path) : DockerArchive.objection(path));
        return why.map(reason -> problem(output, reason, "name another place, or remove what is there"));
    }

    /** Nothing may be written there. */
    static Optional<Problem> notWritable(Output output) {
        if (output.path().isEmpty()) {
            return Optional.empty();
        }
        Path path = output.path().get();
        // A layout that is there is written to from within; all else is moved to its place from beside it.
        Path folder = output.kind().equals(Output.OCI) && Files.isDirectory(path) ? path : nearestAbove(path);
        String why = null;
        if (!Files.isDirectory(folder)) {
            why = folder + " is no folder";
        } else if (!Files.isWritable(folder) || !Files.isExecutable(folder)) {
            why = "nothing may be written in " + folder;
        }
        return Optional.ofNullable(why)
                .map(reason ->
                        problem(output, reason, "name a place where you may write, or have the rights given to you"));
    }

    private static Path nearestAbove(Path path) {
        Path above = path;
        do {
            Path next = above.getParent();
            if (next == null) {
                return above;
            }
            above = next;
        } while (!Files.exists(above));
        return above;
    }

    private static Problem problem(Output output, String why, String remedy) {
        return output.at(Problem.of(
                        "CH-OUTPUT-006",
                        "cannot write the output \"" + output + "\" to "
                                + output.path().orElseThrow())
                .because(why)
                .remedy(remedy));
    }

    /** Whether one is where the other is, or within it. */
    static boolean collide(Output one, Output other) {
        if (one.path().isEmpty() || other.path().isEmpty()) {
            return false;
        }
        Path first = one.path().get();
        Path second = other.path().get();
        return first.startsWith(second) || second.startsWith(first);
    }
}
