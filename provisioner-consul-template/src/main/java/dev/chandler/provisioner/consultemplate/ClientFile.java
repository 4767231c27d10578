package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.ProvisionRequest;
import dev.chandler.api.settings.Setting;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file of the client that a manifest or a config names.
 *
 * @param path where it is
 * @param shown what people call it: relative to where the manifest's name is
 * @param location where it was named
 */
record ClientFile(Path path, String shown, Location location) {

    /**
     * Finds it, without looking whether it is there.
     *
     * @param name its path as written
     * @param folder what a relative one is relative to: the folder of the file that names it
     * @param request the step that reads it
     */
    static ClientFile of(Setting name, Path folder, ProvisionRequest request) {
        try {
            Path written = Path.of(name.text());
            Path shown = Path.of(name.location().file()).resolveSibling(written).normalize();
            Path path = folder.resolve(written).normalize();
            request.requireInside(path, name.location());
            return new ClientFile(path, shown.toString(), name.location());
        } catch (InvalidPathException e) {
            throw new ManifestException(
                    Problem.of("CH-CONSUL-001", "no path: \"" + name.text() + "\"")
                            .at(name.location())
                            .because(e.getReason()),
                    e);
        }
    }

    /** The folder it is in, which what it names is relative to. */
    Path folder() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    byte[] read() {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ManifestException(
                    Problem.of("CH-CONSUL-001", "cannot read \"" + shown + "\"")
                            .at(location)
                            .because(why(e))
                            .remedy("relative paths are relative to the file that names them"),
                    e);
        }
    }

    private String why(IOException e) {
        if (Files.isDirectory(path)) {
            return path + " is a folder";
        }
        if (e instanceof NoSuchFileException) {
            return path + " is not there";
        }
        String reason = e instanceof FileSystemException of ? of.getReason() : e.getMessage();
        return path + ": " + (reason == null ? "no permission" : reason);
    }
}
