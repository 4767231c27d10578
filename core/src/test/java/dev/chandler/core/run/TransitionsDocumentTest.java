package dev.chandler.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the table in ARCHITECTURE.md against {@link Transitions}. */
class TransitionsDocumentTest {

    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", ""), "..", "ARCHITECTURE.md");
    private static final Set<InstanceEvent> ENDS =
            Set.of(InstanceEvent.FAILED, InstanceEvent.CANCELLED, InstanceEvent.LOST);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSED")
    void hasARowForEveryStateThatSomethingFollows(InstanceState state) throws IOException {
        String row = Arrays.stream(InstanceEvent.values())
                .filter(event -> !ENDS.contains(event))
                .flatMap(event ->
                        Transitions.next(state, event).map(next -> "`" + event + "` → `" + next + "`").stream())
                .collect(Collectors.joining(" · ", "| `" + state + "` | ", " |"));

        assertThat(Files.readAllLines(DOCUMENT)).contains(row);
    }
}
