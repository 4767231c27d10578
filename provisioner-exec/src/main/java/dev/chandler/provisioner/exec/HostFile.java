package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import dev.chandler.lib.files.FileContent;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One file of the client that a manifest names.
 *
 * @param from as written
 * @param location where it was written
 * @param tree the file as it was when it was looked at
 * @param notes where its digest is remembered
 */
record HostFile(String from, Location location, FileTree tree, Notes notes) {

    /** Finds a file; every problem is the manifest's, for nothing has been started. */
    static HostFile find(Setting from, ProvisionRequest request) throws InterruptedException {
        try {
            Path path = path(from, request.directory());
            request.requireInside(path, from.location());
            FileTree tree = FileTree.scan(path, List.of());
            if (tree.isFolder()) {
                throw new ManifestException(Problem.of("CH-EXEC-002", "\"" + from.text() + "\" is a folder")
                        .at(from.location())
                        .because("one file is wanted here"));
            }
            return new HostFile(from.text(), from.location(), tree, request.notes());
        } catch (FileTreeException e) {
            throw new ManifestException(e.problem().at(from.location()), e);
        }
    }

    private static Path path(Setting from, Path directory) {
        try {
            return directory.resolve(from.text()).normalize();
        } catch (InvalidPathException e) {
            throw new ManifestException(
                    Problem.of("CH-EXEC-001", "no path: \"" + from.text() + "\"")
                            .at(from.location())
                            .because(e.getReason()),
                    e);
        }
    }

    Path path() {
        return tree.path();
    }

    String name() {
        return tree.root().path();
    }

    Digest digest() throws InterruptedException {
        try {
            return Objects.requireNonNull(tree.contents(notes).get(name()));
        } catch (FileTreeException e) {
            throw new ManifestException(e.problem().at(location), e);
        }
    }

    FileContent content() {
        return tree.content();
    }

    /** The first bytes, as they were when the file was looked at. */
    byte[] head(int bytes) {
        try (FileContent content = content()) {
            return content.readNBytes(bytes);
        } catch (FileTreeException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of its content, read while a step runs. */
    Digest digestNow() throws InterruptedException {
        try {
            return Objects.requireNonNull(tree.contents(Notes.NONE).get(name()));
        } catch (FileTreeException e) {
            throw failed(e);
        }
    }

    /** What a step says whose file is no longer what it was. */
    ProvisionException failed(FileTreeException cause) {
        return new ProvisionException(cause.problem().at(location), cause);
    }
}
