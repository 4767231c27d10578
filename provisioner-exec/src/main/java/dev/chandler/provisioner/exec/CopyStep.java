package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.cache.Notes;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.lib.files.FileEntry;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Files that are known and go into an instance as one tar stream.
 *
 * @param notes where their digests are remembered
 */
record CopyStep(CopySettings settings, FileTree tree, Notes notes) implements PreparedStep {

    @Override
    public String title() {
        return "copy " + settings.from() + " to " + settings.to();
    }

    @Override
    public boolean runsCommands() {
        return false;
    }

    @Override
    public List<String> puts(String workdir) {
        CopyTarget target = CopyTarget.of(
                settings.to(), workdir, tree.isFolder() ? "" : tree.root().path());
        if (!tree.isFolder()) {
            return List.of(target.path(target.name()));
        }
        return tree.entries().stream().map(entry -> target.path(entry.path())).toList();
    }

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        key.field("to", settings.to()).field("owner", settings.owner().toString());
        Map<String, Digest> contents = contents();
        if (tree.isFolder()) {
            Map<String, String> digests = new LinkedHashMap<>();
            contents.forEach((path, digest) -> digests.put(path, digest.toString()));
            key.field("content of " + settings.from(), digests).field("mode of " + settings.from(), modes());
        } else {
            FileEntry file = tree.root();
            key.field("name", CopyTarget.isDirectory(settings.to()) ? file.path() : "");
            key.field("content of " + settings.from(), Objects.requireNonNull(contents.get(file.path())));
            key.field("mode of " + settings.from(), mode(file));
        }
    }

    @Override
    public Optional<Path> file(String field, String entry) {
        return field.equals("content of " + settings.from())
                ? Optional.of(tree.isFolder() ? tree.path().resolve(entry) : tree.path())
                : Optional.empty();
    }

    private Map<String, Digest> contents() throws InterruptedException {
        try {
            return tree.contents(notes);
        } catch (FileTreeException e) {
            throw new ManifestException(e.problem().at(settings.fromLocation()), e);
        }
    }

    /** With their kinds, for a link and a file may have one content. */
    private Map<String, String> modes() {
        Map<String, String> modes = new LinkedHashMap<>();
        tree.entries().forEach(entry -> modes.put(entry.path(), mode(entry)));
        return modes;
    }

    private String mode(FileEntry entry) {
        int mode = settings.mode().orElse(entry.mode());
        return switch (entry.kind()) {
            case FILE ->
                "%04o".formatted(mode)
                        + tree.sameAs(entry)
                                .map(first -> " same as " + first.path())
                                .orElse("");
            case FOLDER -> "%04o folder".formatted(mode);
            case LINK -> "link";
        };
    }

    @Override
    public void run(StepContext context) throws InterruptedException {
        String file = tree.isFolder() ? "" : tree.root().path();
        CopyTarget target = CopyTarget.of(settings.to(), context.workdir(), file);
        new Placement(tree, settings.owner(), settings.mode())
                .at(target, context.communicator(), settings.toLocation(), this::failed);
    }

    private ProvisionException failed(FileTreeException cause) {
        return new ProvisionException(cause.problem().at(settings.fromLocation()), cause);
    }
}
