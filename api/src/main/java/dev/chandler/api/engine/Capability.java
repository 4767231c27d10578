package dev.chandler.api.engine;

import java.util.Locale;
import org.apiguardian.api.API;

/** Something that not every engine can do; asked for while planning, so that a lack is a message and not a surprise. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Capability {
    /** Bases may be images by reference, pulled where they are not there. */
    BASE_IMAGE("images by reference"),
    /** Bases may be archives of a root file system. */
    BASE_ROOTFS("a rootfs archive as base"),
    /** Bases may be OCI image layouts. */
    BASE_OCI("an OCI layout as base"),
    /** Bases may be archives of images, as {@code docker save} writes them. */
    BASE_DOCKER_ARCHIVE("a docker archive as base"),
    /** The base may be nothing at all. */
    BASE_SCRATCH("scratch as base"),
    /** Of several builds that want one state, one can make it and the others know: {@link Engine#claim}. */
    CLAIMS("one build's making what others wait for"),
    /** Images can be pushed to registries: {@link Engine#push}. */
    PUSH("pushing to a registry"),
    /** An image's config and layers can be had: {@link Engine#export}. */
    EXPORT("giving images out as files"),
    /** What is got from an instance has the owners that it has there; else it is all root's. */
    GET_OWNERS("the owners of files taken out of an instance"),
    /** Instances may be without a network. */
    NETWORK_NONE("instances without a network"),
    /** Instances may have the network of the machine on which the engine runs. */
    NETWORK_HOST("the host's network"),
    /** Instances may be in networks that the engine knows by name. */
    NETWORK_NAMED("networks by name"),
    /** Instances may know further names of hosts. */
    HOSTS("names of hosts"),
    /** Instances may have other name servers. */
    DNS("name servers"),
    /** Instances may be limited in memory. */
    MEMORY("a limit on memory"),
    /** Instances may be limited in processors. */
    CPUS("a limit on processors"),
    /** Instances may be privileged. */
    PRIVILEGED("privileged instances"),
    /** Instances may have more or fewer Linux capabilities. */
    LINUX_CAPABILITIES("Linux capabilities"),
    /** Instances may keep programs from giving more rights. */
    NO_NEW_PRIVILEGES("no-new-privileges"),
    /** Instances may have a root file system that commands cannot write to. */
    READ_ONLY("a read-only root"),
    /** Instances may limit what a process uses. */
    ULIMITS("ulimits"),
    /** Instances may have devices. */
    DEVICES("devices"),
    /** Instances may have files of the client mounted. */
    MOUNT_BIND("bind mounts"),
    /** Instances may have caches mounted. */
    MOUNT_CACHE("cache mounts"),
    /** Instances may have memory mounted. */
    MOUNT_TMPFS("tmpfs mounts"),
    /** Toolboxes can be kept, and mounted in instances: {@link Engine#keepToolbox}. */
    TOOLBOX("toolboxes"),
    /** What instances of others have mounted can be taken: {@link Engine#dataContainer}. */
    DATA_CONTAINER("data containers");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /**
     * The capability as files name it.
     *
     * @return lower-case words with hyphens between: {@code mount-bind}
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The capability in a user's words.
     *
     * @return a noun phrase for messages
     */
    public String words() {
        return words;
    }
}
