package dev.chandler.core.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.manifest.BuildNeed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BuildOrderTest {

    private static final Location HERE = new Location("chandler.yml", 1, 1);

    /** {@code "web: api base"} needs both. */
    private static Map<String, List<BuildNeed>> needs(String... lines) {
        Map<String, List<BuildNeed>> needs = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split(":", -1);
            needs.put(
                    parts[0],
                    Stream.of(parts[1].split(" "))
                            .filter(word -> !word.isEmpty())
                            .map(word -> new BuildNeed(word, HERE))
                            .toList());
        }
        return needs;
    }

    @Test
    void eachComesAfterWhatItNeedsElseAsListed() {
        assertThat(BuildOrder.of(needs("web: api base", "solo:", "api: base", "base:"))
                        .builds())
                .containsExactly("base", "api", "web", "solo");
    }

    @Test
    void upToOneHasWhatItNeedsAlone() {
        BuildOrder order = BuildOrder.of(needs("web: api", "solo:", "api: base", "base:"));

        assertThat(order.upTo("api").builds()).containsExactly("base", "api");
        assertThat(order.needs("web")).containsExactly("api");
    }

    @Test
    void aCircleIsNamedAsAChain() {
        var error = catchThrowableOfType(
                ManifestException.class, () -> BuildOrder.of(needs("a: b", "b: c", "c: b", "d: d")));

        assertThat(error.problems().stream()
                        .map(problem -> problem.code() + " " + problem.what() + ": "
                                + problem.why().orElseThrow()))
                .containsExactly(
                        "CH-PROJECT-007 builds need each other in a circle: b → c → b",
                        "CH-PROJECT-007 the build \"d\" needs itself: d → d");
    }

    @Test
    void whatThereIsNotIsSaidWithWhatIsNear() {
        var error = catchThrowableOfType(ManifestException.class, () -> BuildOrder.of(needs("web: apo", "api:")));

        assertThat(error.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("CH-PROJECT-006");
            assertThat(problem.remedy().orElseThrow()).contains("api");
        });
    }

    @Test
    void aLongChainIsSortedAtOnce() {
        String[] lines = new String[300];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "b" + i + ":" + (i + 1 < lines.length ? " b" + (i + 1) : "");
        }

        assertThat(BuildOrder.of(needs(lines)).builds()).hasSize(300).startsWith("b299");
    }
}
