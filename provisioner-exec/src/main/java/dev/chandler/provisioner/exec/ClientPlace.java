package dev.chandler.provisioner.exec;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.settings.Setting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where on the client something goes, inside of the project: a manifest that somebody else wrote must not write elsewhere.
 *
 * @param written the path as the manifest has it
 * @param location where it was written
 * @param path absolute
 * @param project the folder that it may not leave, also not by links
 */
record ClientPlace(String written, Location location, Path path, Path project) {

    static ClientPlace of(Setting to, Path directory, Path project) {
        Path path;
        try {
            path = directory.resolve(to.text()).normalize();
        } catch (InvalidPathException e) {
            throw new ManifestException(
                    Problem.of("CH-GET-004", "no path: \"" + to.text() + "\"")
                            .at(to.location())
                            .because(e.getReason()),
                    e);
        }
        ClientPlace place = new ClientPlace(to.text(), to.location(), path, project.normalize());
        if (!path.startsWith(place.project) || !place.isInside()) {
            throw new ManifestException(place.outside());
        }
        return place;
    }

    /** By where links lead, as far as the way is there. */
    private boolean isInside() {
        try {
            return nearest().toRealPath().startsWith(project.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    private Path nearest() {
        Path there = existing();
        // What is a file or a link there is replaced, not followed.
        return !Files.isDirectory(there) && there.getParent() != null ? there.getParent() : there;
    }

    private Path existing() {
        Path there = path;
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private Problem outside() {
        return Problem.of("CH-GET-004", "\"" + written + "\" is outside of the project")
                .at(location)
                .because("the project is " + project)
                .remedy("get it to a place inside; with a chandler.project.yml in a folder above, that is the project");
    }

    /** Found before anything is started. */
    void requireWritable() {
        Path there = existing();
        if (!Files.isDirectory(there) && !there.equals(path)) {
            throw problem(there + " is no folder", null);
        }
        Path folder = nearest();
        if (!Files.isWritable(folder)) {
            throw problem("no permission to write to " + folder, null);
        }
    }

    /** A folder that is there, or made now, on the file system where it is to be. */
    Path beside() throws IOException {
        Path folder = Files.isDirectory(path) ? path : intoFolder() ? path : path.getParent();
        Path made = Files.createDirectories(folder);
        if (!made.toRealPath().startsWith(project.toRealPath())) {
            // It was inside when the build began.
            throw new ManifestException(outside());
        }
        return made;
    }

    /** The place of a file with a name, or of a folder. */
    Path target(boolean folder, String name) throws IOException {
        if (folder) {
            return Files.isDirectory(path) ? path.toRealPath() : path;
        }
        return intoFolder() ? path.resolve(name) : path;
    }

    private boolean intoFolder() {
        return CopyTarget.isDirectory(written);
    }

    EngineException failed(IOException cause) {
        if (cause instanceof FileAlreadyExistsException there && there.getReason() == null) {
            return problem(there.getFile() + " is there, and is no folder", cause);
        }
        String why = cause instanceof FileSystemException of && of.getReason() != null
                ? of.getFile() + ": " + of.getReason()
                : String.valueOf(cause.getMessage());
        return problem(why, cause);
    }

    private EngineException problem(String why, @Nullable IOException cause) {
        Problem problem = Problem.of("CH-GET-006", "cannot write \"" + written + "\"")
                .at(location)
                .because(why)
                .remedy("give it permission and room, or get to another place");
        return cause == null ? new EngineException(problem) : new EngineException(problem, cause);
    }
}
