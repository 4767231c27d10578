package dev.chandler.cli.e2e;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The toolboxes that a test has the daemon keep; removed after it, for they belong to no build. */
final class KeptToolboxes implements BeforeEachCallback, AfterEachCallback {

    private Set<String> before = Set.of();

    private static Set<String> volumes() {
        return new TreeSet<>(Docker.lines("volume", "ls", "-q", "--filter", "label=dev.chandler.toolbox"));
    }

    private Set<String> made() {
        Set<String> made = volumes();
        made.removeAll(before);
        return made;
    }

    /** The volumes of files; the engine has another for each, which says that it is whole. */
    Set<String> now() {
        Set<String> kept = made();
        kept.removeIf(name -> name.endsWith("-whole"));
        return kept;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        before = volumes();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        made().forEach(volume -> Docker.docker("volume", "rm", volume));
    }
}
