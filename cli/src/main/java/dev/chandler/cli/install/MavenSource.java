package dev.chandler.cli.install;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A plugin in a Maven repository, which the user's own {@code mvn} finds by the user's own configuration.
 *
 * @param coordinates {@code GROUP:ARTIFACT:VERSION[:EXT]}
 * @param program runs {@code mvn}
 */
record MavenSource(String coordinates, MavenProgram program) implements PluginSource {

    static final String PREFIX = "maven:";

    @Override
    public String text() {
        return PREFIX + coordinates;
    }

    @Override
    public boolean gave(LockedPlugin plugin) {
        return plugin.source().equals(text());
    }

    @Override
    public String recorded(String version) {
        return text();
    }

    /** It has a repository of its own on this machine. */
    @Override
    public boolean worksOffline() {
        return true;
    }

    private String extension() {
        String[] parts = coordinates.split(":", -1);
        return parts.length > 3 ? parts[3] : "jar";
    }

    private String artifact(String extension) {
        String[] parts = coordinates.split(":", -1);
        return parts[0] + ":" + parts[1] + ":" + parts[2] + ":" + extension;
    }

    @Override
    public Offer offer() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chandler-maven");
        try {
            MavenProgram.Result result = program.copy(artifact(extension()), folder);
            Optional<Path> file = only(folder);
            if (!result.worked() || file.isEmpty()) {
                throw new PluginException(Problem.of("CH-PLUGIN-036", "Maven does not find \"" + text() + "\"")
                        .because(result.words())
                        .remedy("see that \"mvn\" with your own settings finds it; what it says is Maven's"));
            }
            return new Offer(
                    text(),
                    "." + extension(),
                    Optional.empty(),
                    () -> Files.newInputStream(file.get()),
                    this::signature,
                    () -> remove(folder));
        } catch (IOException | InterruptedException | RuntimeException e) {
            remove(folder);
            throw e;
        }
    }

    /** A repository that has none makes Maven fail, like one that can't be asked; who needs one is told that it's missing. */
    private Optional<byte[]> signature() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("chandler-maven");
        try {
            program.copy(artifact(extension() + Suffix.SIGNATURE), folder);
            Optional<Path> file = only(folder);
            return file.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(file.get()));
        } finally {
            remove(folder);
        }
    }

    private static Optional<Path> only(Path folder) throws IOException {
        List<Path> files = files(folder);
        return files.size() == 1 ? Optional.of(files.get(0)) : Optional.empty();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void remove(Path folder) {
        try {
            for (Path file : files(folder)) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // It is in the folder for what is temporary.
        }
    }
}
