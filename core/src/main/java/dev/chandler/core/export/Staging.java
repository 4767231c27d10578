package dev.chandler.core.export;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.output.FileOutput;
import dev.chandler.core.run.LiveBuilds;
import dev.chandler.lib.oci.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image as a layout that is there only while it goes from one place to an engine.
 *
 * <p>Its folder bears the id of a build: so what a killed client has left is found, and removed, by the next export.
 * Confined to one thread. Whoever makes it closes it.
 */
public final class Staging implements AutoCloseable {

    private static final String IMAGE = "image";

    private final Path folders;
    private final Path own;
    private final LiveBuilds builds;
    private @Nullable Path layout;

    /**
     * Makes a place for one image; touches no file yet.
     *
     * @param folders where such folders are
     * @param builds knows which of them are in use
     * @param build the id of the build that this one belongs to, running
     */
    public Staging(Path folders, LiveBuilds builds, String build) {
        this.folders = folders;
        this.own = folders.resolve(build);
        this.builds = builds;
    }

    /**
     * The image as a layout, written when it is first asked for.
     *
     * @param content the image, the same each time
     * @return the layout's folder
     * @throws EngineException if it cannot be written, or the image cannot be had
     * @throws InterruptedException if cancelled
     */
    Path layout(FileOutput.Content content) throws InterruptedException {
        Path there = layout;
        if (there == null) {
            there = written(content);
            layout = there;
        }
        return there;
    }

    private Path written(FileOutput.Content content) throws InterruptedException {
        Path place = own.resolve(IMAGE);
        try {
            removeLeft();
            Files.createDirectories(own);
            try (OciLayout writer = OciLayout.open(place, List.of())) {
                content.giveTo(writer);
                writer.finish();
            }
            return place;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while writing " + place);
            }
            throw FileOutput.failed("cannot keep the image in " + folders + " on its way", e);
        }
    }

    private void removeLeft() throws IOException {
        if (!Files.isDirectory(folders)) {
            return;
        }
        List<Path> left;
        try (Stream<Path> all = Files.list(folders)) {
            left = all.filter(folder -> builds.life(folder.getFileName().toString()) != LiveBuilds.Life.RUNS)
                    .toList();
        }
        for (Path folder : left) {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /**
     * Removes the layout.
     *
     * @throws EngineException if something of it stays
     */
    @Override
    public void close() {
        Optional<IOException> failure = Optional.empty();
        try {
            if (Files.isDirectory(own)) {
                remove(own);
            }
        } catch (IOException e) {
            failure = Optional.of(e);
        }
        if (failure.isPresent()) {
            throw new EngineException(Problem.of("CH-OUTPUT-027", "cannot remove " + own)
                    .because(String.valueOf(failure.get().getMessage()))
                    .remedy("remove it yourself; the next export tries it, too"));
        }
    }
}
