package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Copies the folder that templates read files of to where an instance has it.
 *
 * @param settings the step's
 */
record FilesCopy(StepSettings settings) {

    private static final long MOST_BYTES = 16L << 20;
    private static final long MOST_FILES = 1000;

    /**
     * Copies files, folders and links; anything else is left out.
     *
     * @throws ProvisionException if that is more than templates can be meant to read
     */
    void to(Path target) throws IOException {
        Files.walkFileTree(settings.folder(), new Copying(target));
    }

    private final class Copying extends SimpleFileVisitor<Path> {

        private final Path target;
        private long bytes;
        private long files;

        Copying(Path target) {
            this.target = target;
        }

        private Path place(Path path) {
            return target.resolve(settings.folder().relativize(path));
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
            Files.createDirectories(place(path));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
            bytes += attributes.size();
            files++;
            if (bytes > MOST_BYTES || files > MOST_FILES) {
                throw tooMuch();
            }
            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                Files.copy(path, place(path), LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
        }
    }

    private ProvisionException tooMuch() {
        return new ProvisionException(
                Problem.of("CH-CONSUL-021", "the folder of the templates is too large to be brought into the instance")
                        .at(settings.templates().get(0).text().place(1, 1))
                        .because("a template may read any of its files; more than " + MOST_FILES + " files or "
                                + (MOST_BYTES >> 20) + " MiB in " + settings.folder())
                        .remedy("give templates and the files that they read a folder of their own, or use"
                                + " where: client"));
    }
}
