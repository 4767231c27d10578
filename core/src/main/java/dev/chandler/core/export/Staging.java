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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images as layouts that are there only while they go from one place to another.
 *
 * <p>Their folder bears the id of a build: so what a killed client has left is found, and removed, by the next export.
 * Thread-safe. Whoever makes it closes it.
 */
public final class Staging implements AutoCloseable {

    private static final String IMAGE = "image";

    private final Path folders;
    private final Path own;
    private final LiveBuilds builds;
    private final Map<String, Path> layouts = new HashMap<>();

    /**
     * Makes a place; touches no file yet.
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
        return layout(IMAGE, content);
    }

    /**
     * One of several images as a layout, written when it is first asked for.
     *
     * @param name which, a file's name
     * @param content the image, the same each time
     * @return the layout's folder
     * @throws EngineException if it cannot be written, or the image cannot be had
     * @throws InterruptedException if cancelled
     */
    public synchronized Path layout(String name, FileOutput.Content content) throws InterruptedException {
        Path there = layouts.get(name);
        if (there == null) {
            there = written(own.resolve(name), content);
            layouts.put(name, there);
        }
        return there;
    }

    /**
     * Makes an empty file beside them, which goes with them.
     *
     * @return a file that nobody else has
     * @throws IOException if it cannot be made
     */
    public Path file() throws IOException {
        return Files.createTempFile(Files.createDirectories(own), "part", ".tar");
    }

    /**
     * Makes an empty folder beside them, which goes with them.
     *
     * @param name its name, which no image has
     * @return the folder
     * @throws IOException if it cannot be made
     */
    public Path folder(String name) throws IOException {
        removeLeft();
        return Files.createDirectories(own.resolve(name));
    }

    private Path written(Path place, FileOutput.Content content) throws InterruptedException {
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
     * Removes the layouts.
     *
     * @throws EngineException if something of it stays
     */
    @Override
    public synchronized void close() {
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
