package dev.chandler.cli.command;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.Console;
import dev.chandler.core.manifest.source.ProblemLog;
import dev.chandler.core.manifest.source.SourceFile;
import dev.chandler.core.manifest.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * A file of the user's that a command changes.
 *
 * @param file absolute
 * @param console what messages name it relative to
 */
record ManifestEdit(Path file, Console console) {

    /** Looks at a new text before it is written. */
    @FunctionalInterface
    interface Check<T> {
        T of(Path file) throws InterruptedException;
    }

    /**
     * Reads it.
     *
     * @throws ManifestException if it cannot be read
     */
    SourceFile read() {
        ProblemLog problems = new ProblemLog();
        SourceReader reader = new SourceReader(console.workingDirectory(), problems);
        SourceFile read = reader.read(file).orElse(null);
        problems.throwIfAny();
        if (read == null) {
            throw new IllegalStateException(file + " was not read, and nothing was said of it");
        }
        return read;
    }

    /**
     * Has it have another text, whole or not at all.
     *
     * @param check is shown the text in a file beside it; where it throws, nothing has changed
     * @return what the check has found
     */
    <T> T write(String text, Check<T> check) throws InterruptedException {
        Path real = SourceReader.realPath(file);
        try {
            Path beside = Files.createTempFile(real.getParent(), ".chandler-", ".yml");
            try {
                Files.writeString(beside, text);
                T found = checked(beside, check);
                keepAttributes(real, beside);
                Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return found;
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("CH-MODULE-071", "cannot write \"" + named(file) + "\"")
                            .because(FileTrouble.words(e))
                            .remedy("let yourself write in that folder, and make room there"),
                    e);
        }
    }

    private static void keepAttributes(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (view != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, view.readAttributes().permissions());
        }
    }

    private <T> T checked(Path beside, Check<T> check) throws InterruptedException {
        try {
            return check.of(beside);
        } catch (ManifestException e) {
            String other = named(beside);
            ManifestException said = new ManifestException(e.problems().stream()
                    .map(problem -> renamed(problem, other, named(file)))
                    .toList());
            said.addSuppressed(e);
            throw said;
        }
    }

    private String named(Path path) {
        return new SourceReader(console.workingDirectory(), problem -> {}).nameOf(path);
    }

    private static Problem renamed(Problem problem, String from, String to) {
        return Problem.of(problem.code(), problem.what().replace(from, to))
                .at(problem.where()
                        .map(place ->
                                place.file().equals(from) ? new Location(to, place.line(), place.column()) : place)
                        .orElse(null))
                .because(problem.why().map(why -> why.replace(from, to)).orElse(null))
                .remedy(problem.remedy().map(remedy -> remedy.replace(from, to)).orElse(null));
    }
}
