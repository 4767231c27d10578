package dev.chandler.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.EditedProject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * On Docker: whatever was built before, a build with the cache leaves what one without it leaves.
 *
 * <p>{@code CachedBuildTest} shows the same of hundreds of projects, on an engine in memory. A failure names its seed;
 * {@code -Dcached.seed=N} runs that one.
 */
class CachedBuildIT {

    private static final int EDITS = 4;

    @RegisterExtension
    final Stranger stranger = new Stranger();

    /** Steps of which running one again leaves the same. */
    private final class ShellWords implements EditedProject.Words {

        private static final List<String> STEPS = List.of(
                "echo text > /f%d",
                "echo %d >> /log",
                "rm -rf /f%d",
                "{run: \"echo $E > /e%d\"}",
                "{run: 'echo \"$S\" > /own', env: {S: \"%d\"}}",
                "echo '[=variable] %d' > /v",
                "{run: echo %d >> /each, cache: false}",
                "chmod 060%d /f1 2>/dev/null || true");

        @Override
        public int steps() {
            return STEPS.size();
        }

        @Override
        public String step(int kind, int n) {
            return STEPS.get(kind).formatted(n);
        }

        @Override
        public String environment(int n) {
            return stranger.nonce() + n;
        }

        @Override
        public String test(int n) {
            return "test -e /f" + n;
        }
    }

    /** What a build leaves; of an image where a test was red, nothing. */
    private record Outcome(Map<String, String> tree, String config, Set<String> red) {}

    @Test
    void leavesWhatABuildWithoutTheCacheLeavesAfterAnyEdits() {
        Long only = Long.getLong("cached.seed");
        long seed = only == null ? new Random().nextLong() : only;
        EditedProject project =
                new EditedProject(stranger.project(), seed, new ShellWords(), List.of("busybox", "debian:12"));
        List<String> edits = new ArrayList<>(List.of("as it began"));
        for (int i = 0; i <= EDITS; i++) {
            Outcome cached = built("cached");
            Outcome uncached = built("uncached", "--no-cache");
            assertThat(cached)
                    .as("-Dcached.seed=%s, edits: %s, manifest:%n%s", seed, edits, project.manifest())
                    .isEqualTo(uncached);
            edits.add(project.edit());
        }
    }

    private Outcome built(String tag, String... more) {
        String image = stranger.image() + ":" + tag;
        List<String> build = new ArrayList<>(List.of("build", "--progress", "json", "--tag", image));
        build.addAll(List.of(more));
        Ended ended = stranger.runs(build.toArray(String[]::new));
        Set<String> red = new TreeSet<>(Built.of(ended).steps("step-failed"));
        if (ended.exitCode() != 0) {
            assertThat(red).as("%s", ended).isNotEmpty().allMatch(step -> step.startsWith("script"));
            return new Outcome(Map.of(), "", red);
        }
        return new Outcome(ImageTree.of(image), Docker.config(image).toString(), red);
    }
}
