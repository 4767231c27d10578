package dev.chandler.cli.install;

import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.cli.program.UserProgram;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The user's own {@code mvn}.
 *
 * @param environment the client's environment
 * @param offline whether it has to do with what it has
 * @param limit how long it may take
 */
record MavenProgram(Map<String, String> environment, boolean offline, Duration limit) {

    /** The same whatever the user's Maven would choose, so that it is there offline when it was once. */
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

    private static final int SHOWN_LINES = 4;

    /**
     * How it ended.
     *
     * @param worked whether with 0
     * @param words what it said that matters
     */
    record Result(boolean worked, String words) {}

    /**
     * Has an artifact put into a folder.
     *
     * @param artifact {@code GROUP:ARTIFACT:VERSION:EXT}
     * @param folder an empty folder; where it ends well the file alone is in it
     */
    Result copy(String artifact, Path folder) throws IOException, InterruptedException {
        // Elsewhere, so that no project's pom.xml has a say.
        Path elsewhere = Files.createTempDirectory("chandler-mvn");
        Path said = elsewhere.resolve("said");
        try {
            // It looks for one in all folders above, and in the one for what is temporary anybody may have made one.
            Files.createDirectory(elsewhere.resolve(".mvn"));
            OptionalInt ended = mvn().run(call(artifact, folder, elsewhere, said));
            return ended.isPresent()
                    ? new Result(ended.getAsInt() == 0, words(Files.readString(said, StandardCharsets.UTF_8)))
                    : new Result(false, "it " + mvn().unended());
        } finally {
            remove(elsewhere);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            // It is in the folder for what is temporary, and what failed before says more.
        }
    }

    private UserProgram mvn() {
        return new UserProgram("mvn", environment, limit);
    }

    private ProcessBuilder call(String artifact, Path folder, Path elsewhere, Path said) {
        List<String> command = new ArrayList<>(List.of(program().toString(), "-B", "-ntp", "-q"));
        if (offline) {
            command.add("-o");
        }
        command.addAll(
                List.of(COPY, "-Dartifact=" + artifact, "-DoutputDirectory=" + folder, "-Dmdep.useBaseVersion=true"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().keySet().removeAll(List.of("MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR"));
        return builder;
    }

    private Path program() {
        return mvn().path()
                .orElseThrow(() -> new PluginException(Problem.of("CH-PLUGIN-036", "there is no \"mvn\" on the PATH")
                        .because("plugins in Maven repositories are found by your own Maven, with your own settings")
                        .remedy("install Maven, or name the plugin's file")));
    }

    private static String words(String said) {
        List<String> errors = said.lines()
                .map(UserProgram::plain)
                .filter(line -> line.startsWith("[ERROR] ") && line.length() > 9)
                .map(line -> line.substring(8))
                .filter(line -> !line.contains("[Help 1]") || line.contains(":"))
                .map(line -> line.replace(" -> [Help 1]", ""))
                .limit(SHOWN_LINES)
                .toList();
        return errors.isEmpty()
                ? said.lines().limit(SHOWN_LINES).collect(Collectors.joining("\n"))
                : String.join("\n", errors);
    }
}
