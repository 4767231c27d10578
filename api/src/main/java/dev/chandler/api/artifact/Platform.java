package dev.chandler.api.artifact;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Pattern FORM = Pattern.compile("([a-z0-9]+)/([a-z0-9_]+)(?:/([a-z0-9.]+))?");

    /** Names that others have for the same, and the variant that goes without saying. */
    private static final Map<String, String> SAME =
            Map.of("x86_64", "amd64", "x86-64", "amd64", "aarch64", "arm64", "armhf", "arm/v7", "arm64/v8", "arm64");

    /**
     * Reads the written form; of names that are in use for the same, such as {@code aarch64}, gives the usual one.
     *
     * @param text {@code os/architecture} or {@code os/architecture/variant}
     * @return the platform; empty if that is none
     */
    public static Optional<Platform> parse(String text) {
        Matcher parts = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return Optional.empty();
        }
        String variant = parts.group(3) == null ? "" : "/" + parts.group(3);
        String machine = SAME.getOrDefault(parts.group(2), parts.group(2)) + variant;
        String[] usual = SAME.getOrDefault(machine, machine).split("/", 2);
        return Optional.of(new Platform(parts.group(1), usual[0], usual.length < 2 ? "" : usual[1]));
    }

    /**
     * Whether what is made for this one is what somebody asked for.
     *
     * @param wanted what was asked for; without a variant any will do
     * @return whether it is
     */
    public boolean suits(Platform wanted) {
        Platform usual = parse(toString()).orElse(this);
        return usual.os().equals(wanted.os())
                && usual.architecture().equals(wanted.architecture())
                && (wanted.variant().isEmpty() || usual.variant().equals(wanted.variant()));
    }

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
