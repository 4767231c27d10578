package dev.chandler.testkit;

import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The second name of a toolbox in an instance's tree, as {@link Mount.Toolbox} promises it. Thread-safe. */
final class FakeLink {

    private final FakeTree tree;
    private final List<Mount.Toolbox> toolboxes;
    private boolean asked;
    private boolean own;

    /** That of an instance: none for files alone, or under a root that is read-only. */
    FakeLink(InstanceSpec spec, FakeTree tree) {
        this.tree = tree;
        this.toolboxes = spec.settings().mounts().stream()
                .filter(mount -> mount instanceof Mount.Toolbox)
                .map(Mount.Toolbox.class::cast)
                .filter(toolbox -> toolbox.link().isPresent())
                .filter(toolbox -> spec.runsCommands() && !spec.settings().readOnly())
                .toList();
    }

    /** Before a command. */
    synchronized void in() {
        if (asked) {
            return;
        }
        asked = true;
        for (Mount.Toolbox toolbox : toolboxes) {
            String link = toolbox.link().orElseThrow();
            if (tree.file(link).isEmpty()) {
                tree.put(link, to(toolbox));
                own = true;
            }
        }
    }

    /** Before anything is looked at, kept or put. */
    synchronized void out() {
        asked = false;
        for (Mount.Toolbox toolbox : toolboxes) {
            String link = toolbox.link().orElseThrow();
            if (own && tree.file(link).filter(to(toolbox)::equals).isPresent()) {
                tree.remove(link);
            }
        }
    }

    /** After the end of all processes. */
    synchronized void forget() {
        asked = false;
    }

    private static FakeFile to(Mount.Toolbox toolbox) {
        return new FakeFile(FakeFile.Kind.LINK, toolbox.target().getBytes(StandardCharsets.UTF_8), 0777, 0, 0);
    }
}
