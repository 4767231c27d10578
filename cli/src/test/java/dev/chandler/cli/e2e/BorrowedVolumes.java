package dev.chandler.cli.e2e;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Takes the volumes of toolboxes and caches that a test's builds have left on purpose away again. */
final class BorrowedVolumes implements BeforeEachCallback, AfterEachCallback {

    private Set<String> before = Set.of();

    @Override
    public void beforeEach(ExtensionContext context) {
        before = volumes();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Set<String> made = volumes();
        made.removeAll(before);
        // By force: one that somebody else has made meanwhile may be gone by now.
        made.forEach(volume -> Docker.docker("volume", "rm", "--force", volume));
    }

    private static Set<String> volumes() {
        Set<String> volumes = new TreeSet<>();
        for (String label : List.of("dev.chandler.toolbox", "dev.chandler.cache")) {
            volumes.addAll(Docker.lines("volume", "ls", "-q", "--filter", "label=" + label));
        }
        return volumes;
    }
}
