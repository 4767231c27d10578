package dev.chandler.api.provision;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where a path leads on the client. */
final class ClientPath {

    private ClientPath() {}

    /** The path without links and dots; what is not there is below what is. */
    static Path real(Path path) {
        Path absolute = path.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (IOException e) {
            @Nullable Path parent = absolute.getParent();
            @Nullable Path name = absolute.getFileName();
            return parent == null || name == null
                    ? absolute.normalize()
                    : real(parent).resolve(name).normalize();
        }
    }
}
