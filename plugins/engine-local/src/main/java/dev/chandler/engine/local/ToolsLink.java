package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** The second name of a toolbox: a link in the root directory while commands run, of which nothing is in any state. Thread-safe. */
final class ToolsLink {

    private record Link(Path name, Path target) {}

    private final List<Link> links;
    private final InstanceRoot root;
    private boolean in;

    private ToolsLink(List<Link> links, InstanceRoot root) {
        this.links = links;
        this.root = root;
    }

    /** That of an instance, which may have none. */
    static ToolsLink of(InstanceSpec spec, InstanceRoot root) {
        if (!spec.runsCommands() || spec.settings().readOnly()) {
            return new ToolsLink(List.of(), root);
        }
        List<Link> links = spec.settings().mounts().stream()
                .filter(mount -> mount instanceof Mount.Toolbox)
                .map(mount -> (Mount.Toolbox) mount)
                .flatMap(toolbox -> toolbox.link().stream()
                        .map(link -> new Link(Path.of("/").relativize(Path.of(link)), Path.of(toolbox.target()))))
                .toList();
        return new ToolsLink(links, root);
    }

    /** Puts it in, where nothing else is. */
    synchronized void putIn() {
        for (Link link : links) {
            Path place = root.seen().resolve(link.name());
            try {
                if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(place, link.target());
                    in = true;
                }
            } catch (FileAlreadyExistsException e) {
                // A command has been quicker, with something of its own.
            } catch (IOException e) {
                throw LocalProblems.broken("put in the link /" + link.name(), e);
            }
        }
    }

    /** Takes it out where it would be among what is at a path, or on the way there: who runs beside goes on to have it otherwise. */
    void takeOutOf(String path) {
        Path asked = Path.of("/").relativize(Path.of("/").resolve(path).normalize());
        boolean root = asked.toString().isEmpty();
        if (links.stream()
                .anyMatch(link ->
                        root || asked.startsWith(link.name()) || link.name().startsWith(asked))) {
            takeOut();
        }
    }

    /** Takes it out, if it is still what was put in. */
    synchronized void takeOut() {
        if (!in) {
            return;
        }
        for (Link link : links) {
            Path place = root.seen().resolve(link.name());
            try {
                if (Files.isSymbolicLink(place) && Files.readSymbolicLink(place).equals(link.target())) {
                    Files.delete(place);
                }
            } catch (IOException e) {
                throw LocalProblems.broken("take out the link /" + link.name(), e);
            }
        }
        in = false;
    }
}
