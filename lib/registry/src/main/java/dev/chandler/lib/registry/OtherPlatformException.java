package dev.chandler.lib.registry;

import dev.chandler.api.artifact.Platform;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** That a registry has an image, but not for the platform that is wanted. */
public final class OtherPlatformException extends IOException {

    private static final long serialVersionUID = 1;

    OtherPlatformException(List<Platform> platforms) {
        super("the registry has it for "
                + platforms.stream().map(Platform::toString).distinct().collect(Collectors.joining(", ")));
    }
}
