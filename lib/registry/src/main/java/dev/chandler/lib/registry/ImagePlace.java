package dev.chandler.lib.registry;

import java.util.regex.Pattern;

/**
 * Where an image is at a registry.
 *
 * @param registry the registry's host, and port where one is named; {@code docker.io} where a name begins with no host
 * @param repository the path there
 * @param tag the tag, or the digest of a manifest
 */
public record ImagePlace(String registry, String repository, String tag) {

    private static final String HUB = "docker.io";

    /** A name may begin like an address, and be anybody's. */
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

    /**
     * Reads {@code [HOST[:PORT]/]PATH[:TAG][@DIGEST]}; a digest says more than a tag beside it.
     *
     * @param reference a name that is one; a missing tag is {@code latest}
     * @return its parts
     */
    public static ImagePlace parse(String reference) {
        int at = reference.indexOf('@');
        if (at >= 0) {
            ImagePlace named = parse(reference.substring(0, at));
            return new ImagePlace(named.registry(), named.repository(), reference.substring(at + 1));
        }
        int colon = reference.lastIndexOf(':');
        boolean tagged = colon > reference.lastIndexOf('/');
        String name = tagged ? reference.substring(0, colon) : reference;
        String tag = tagged ? reference.substring(colon + 1) : "latest";
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            String path = name.substring(slash + 1);
            return new ImagePlace(first, first.equals(HUB) ? official(path) : path, tag);
        }
        return new ImagePlace(HUB, official(name), tag);
    }

    /** On the Hub, what has no owner is the library's. */
    private static String official(String path) {
        return path.contains("/") ? path : "library/" + path;
    }

    /** The host that answers for the registry: the Hub's is another than its name. */
    String host() {
        return registry.equals(HUB) ? "registry-1.docker.io" : registry;
    }

    /**
     * Whether a host is this machine whatever a name server says.
     *
     * @param host its name or address, without brackets
     * @return whether what is said to it stays here
     */
    public static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || LOOPBACK.matcher(host).matches();
    }
}
