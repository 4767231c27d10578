package dev.chandler.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.FolderModules;
import dev.chandler.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder below {@code problems} is a manifest with something wrong, and {@code expected.txt} is what is said. */
class ManifestProblemsTest {

    private static final Path FOLDERS = Path.of("src/test/resources/problems");

    static Stream<String> folders() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDERS)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void saysWhatIsWrongAndWhere(String name) throws IOException {
        Path folder = FOLDERS.resolve(name).toAbsolutePath();

        ManifestException thrown = catchThrowableOfType(
                ManifestException.class,
                () -> new ManifestLoader(new FolderModules(folder))
                        .load(request(folder), ManifestFolder.PROVISIONERS, manifest -> List.of()));

        assertThat(thrown).as("the problems of " + name).isNotNull();
        String said = thrown.problems().stream()
                .map(ManifestProblemsTest::text)
                .collect(Collectors.joining("\n"))
                .replace(folder.toString(), "FOLDER");
        Golden.assertMatches("problems/" + name + "/expected.txt", said);
    }

    private static String text(Problem problem) {
        StringBuilder text = new StringBuilder();
        problem.where().ifPresent(where -> text.append(where).append(": "));
        text.append(problem.what()).append(" [").append(problem.code()).append("]\n");
        problem.why().ifPresent(why -> text.append("  why: ").append(why).append('\n'));
        problem.remedy()
                .ifPresent(remedy -> text.append("  do: ").append(remedy).append('\n'));
        return text.toString();
    }

    private static ManifestRequest request(Path folder) throws IOException {
        Path manifest = folder;
        Map<String, String> variables = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>();
        Path arguments = folder.resolve("arguments");
        for (String line : Files.exists(arguments) ? Files.readAllLines(arguments) : List.<String>of()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "-f" -> manifest = folder.resolve(words[1]);
                case "--var-file" -> files.add(folder.resolve(words[1]));
                default -> {
                    String[] sides = words[1].split("=", 2);
                    variables.put(sides[0], sides[1]);
                }
            }
        }
        return new ManifestRequest(manifest, folder, variables, files, Map.of());
    }
}
