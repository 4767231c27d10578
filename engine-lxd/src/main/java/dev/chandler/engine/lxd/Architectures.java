package dev.chandler.engine.lxd;

import dev.chandler.api.artifact.Platform;
import java.util.Map;

/** Names of processors: LXD takes the kernel's, platforms Go's. Source: LXD 5.0, {@code doc/architectures.md}. */
final class Architectures {

    private static final Map<String, Platform> PLATFORMS = Map.of(
            "i686", linux("386", ""),
            "x86_64", linux("amd64", ""),
            "armv7l", linux("arm", "v7"),
            "armv6l", linux("arm", "v6"),
            "aarch64", linux("arm64", ""),
            "ppc64le", linux("ppc64le", ""),
            "s390x", linux("s390x", ""),
            "riscv64", linux("riscv64", ""),
            "loongarch64", linux("loong64", ""));

    private Architectures() {}

    private static Platform linux(String architecture, String variant) {
        return new Platform("linux", architecture, variant);
    }

    /** What an image for a processor runs on; a name that is not known here stays as it is. */
    static Platform platform(String architecture) {
        return PLATFORMS.getOrDefault(architecture, linux(architecture, ""));
    }

    /** The processor's name in LXD. */
    static String name(Platform platform) {
        return PLATFORMS.entrySet().stream()
                .filter(entry -> entry.getValue().suits(platform))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(platform.architecture());
    }
}
