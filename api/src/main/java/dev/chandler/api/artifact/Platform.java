package dev.chandler.api.artifact;

import org.apiguardian.api.API;

/**
 * What an image runs on.
 *
 * <p>Names as in the <a href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md">OCI image spec
 * 1.1</a>, which takes them from Go's {@code GOOS} and {@code GOARCH}. Immutable.
 *
 * @param os the operating system, {@code linux}
 * @param architecture the processor, {@code amd64}
 * @param variant the processor's variant, such as {@code v8}; empty where there is none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Platform(String os, String architecture, String variant) {

    /**
     * The written form.
     *
     * @return {@code os/architecture} and, if there is one, {@code /variant}
     */
    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
