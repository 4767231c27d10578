package dev.chandler.core;

import dev.chandler.api.cache.KeyBuilder;
import dev.chandler.api.cache.Notes;
import dev.chandler.api.provision.PreparedStep;
import dev.chandler.api.provision.StepContext;
import dev.chandler.lib.files.FileEntry;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A step whose key has what a copy's has: {@code copy FOLDER OWNER} takes all that is in a folder of the client. */
public final class CopyingStep implements PreparedStep {

    private final PreparedStep step;
    private final String from;
    private final String owner;
    private final FileTree tree;

    private CopyingStep(PreparedStep step, Path folder) {
        String[] words = step.title().split(" ", -1);
        this.step = step;
        this.from = words[1];
        this.owner = words[2];
        try {
            this.tree = FileTree.scan(folder.resolve(from), List.of());
        } catch (FileTreeException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes steps that begin with {@code copy} take what is below this folder. */
    public static UnaryOperator<PreparedStep> below(Path folder) {
        return step -> step.title().startsWith("copy ") ? new CopyingStep(step, folder) : step;
    }

    @Override
    public String title() {
        return step.title();
    }

    @Override
    public void describe(KeyBuilder key) throws InterruptedException {
        Map<String, String> modes = new LinkedHashMap<>();
        for (FileEntry entry : tree.entries()) {
            boolean folder = entry.kind() == FileEntry.Kind.FOLDER;
            modes.put(entry.path(), "%04o%s".formatted(entry.mode(), folder ? " folder" : ""));
        }
        Map<String, String> contents = new LinkedHashMap<>();
        try {
            tree.contents(Notes.NONE).forEach((path, digest) -> contents.put(path, digest.toString()));
        } catch (FileTreeException e) {
            throw new IllegalStateException(e);
        }
        key.field("owner", owner).field("content of " + from, contents).field("mode of " + from, modes);
    }

    @Override
    public Optional<Path> file(String field, String entry) {
        return field.equals("content of " + from) ? Optional.of(tree.path().resolve(entry)) : Optional.empty();
    }

    @Override
    public void run(StepContext context) {
        // What it leaves is of no matter: its key is what is looked at.
    }
}
