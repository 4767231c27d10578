package dev.chandler.engine.docker;

/**
 * An image's name in the two parts that a pull takes.
 *
 * @param repository with its registry, where one is named
 * @param tag the tag, or the digest where one is given
 */
record ImageName(String repository, String tag) {

    /** Reads {@code [HOST[:PORT]/]PATH[:TAG][@DIGEST]}; a digest wins over a tag. */
    static ImageName parse(String name) {
        int at = name.indexOf('@');
        String tagged = at < 0 ? name : name.substring(0, at);
        int colon = tagged.lastIndexOf(':');
        boolean hasTag = colon > tagged.lastIndexOf('/');
        String repository = hasTag ? tagged.substring(0, colon) : tagged;
        String tag = hasTag ? tagged.substring(colon + 1) : "latest";
        return new ImageName(repository, at < 0 ? tag : name.substring(at + 1));
    }

    /** The whole name, as the daemon takes it. */
    String reference() {
        return repository + (tag.startsWith("sha256:") ? "@" : ":") + tag;
    }

    /**
     * The same name with nothing left out. Podman takes what is short for a name of its own, under {@code localhost},
     * in some places, and for one of Docker's in others.
     */
    static String qualified(String name) {
        ImageName parsed = parse(name);
        String path = parsed.repository();
        if (parsed.registry().equals("docker.io") && !path.startsWith("docker.io/")) {
            path = "docker.io/" + (path.contains("/") ? "" : "library/") + path;
        }
        return new ImageName(path, parsed.tag()).reference();
    }

    /** The name as Docker shows it: Podman shows whole ones. */
    static String familiar(String name) {
        return name.replaceFirst("^docker\\.io/(library/(?=[^/]*$))?", "");
    }

    /** The registry's host, and port where one is named; {@code docker.io} where the name begins with no host. */
    String registry() {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : "docker.io";
    }
}
