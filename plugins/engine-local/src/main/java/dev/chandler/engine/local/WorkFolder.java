package dev.chandler.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The folder of one instance in the store: what it writes, and where its file systems are mounted, in namespaces of its own.
 *
 * @param path where it is; nothing is mounted there that others could see
 */
record WorkFolder(Path path) {

    /** Makes what is in it. */
    static WorkFolder of(Path path) {
        WorkFolder folder = new WorkFolder(path);
        try {
            for (Path each : List.of(
                    folder.root(), folder.dev(), folder.nodes(), folder.tools(), folder.own(), folder.pipes())) {
                Files.createDirectory(each);
            }
            // Those on the way into an instance are its users', too, and nothing in here is secret from them.
            return folder;
        } catch (IOException e) {
            throw LocalProblems.store("make folders in", path, e);
        }
    }

    Path root() {
        return path.resolve("root");
    }

    Path dev() {
        return path.resolve("dev");
    }

    /** Where there are device nodes until they are mounted one by one. */
    Path nodes() {
        return path.resolve("nodes");
    }

    /** Where the machine's programs are mounted. */
    Path tools() {
        return path.resolve("tools");
    }

    /** The files that an instance has in place of the base's, while it is there. */
    Path own() {
        return path.resolve("own");
    }

    /** What commands write to. */
    Path pipes() {
        return path.resolve("pipes");
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /** Writes one of the files in it, which all may read whatever the client's umask: some are seen by the instance's users. */
    Path write(String name, String text) {
        Path file = path.resolve(name);
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            return file;
        } catch (IOException e) {
            throw LocalProblems.store("write", file, e);
        }
    }
}
