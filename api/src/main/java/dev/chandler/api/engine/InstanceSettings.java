package dev.chandler.api.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * How an instance is to be where it is not to be as the engine makes it by itself. Each setting is a {@link Capability},
 * asked for before an engine gets it. Made by a {@linkplain #builder() builder}, for there may be more of them some day.
 *
 * @param network what it can reach
 * @param hosts names that are known in it, and their addresses
 * @param dns the addresses of its name servers; empty for the engine's
 * @param memoryBytes how much memory it may use
 * @param nanoCpus how much of the processors it may use, in billionths of one
 * @param privileged whether its commands may do all that root may where the engine runs
 * @param addedCapabilities Linux capabilities that its commands have besides the engine's usual ones, such as
 *     {@code NET_ADMIN}, or {@code ALL}
 * @param droppedCapabilities those that they have not; {@code ALL} leaves only what is added
 * @param noNewPrivileges whether no program gives more rights than who starts it has
 * @param readOnly whether commands can write only to mounts and below {@code /dev}; nothing can be put into such an
 *     instance
 * @param ulimits limits by their names, such as {@code nofile}
 * @param devices devices that it has
 * @param mounts what is mounted, none below another
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record InstanceSettings(
        Network network,
        Map<String, String> hosts,
        List<String> dns,
        OptionalLong memoryBytes,
        OptionalLong nanoCpus,
        boolean privileged,
        List<String> addedCapabilities,
        List<String> droppedCapabilities,
        boolean noNewPrivileges,
        boolean readOnly,
        Map<String, Ulimit> ulimits,
        List<Device> devices,
        List<Mount> mounts) {

    /** Nothing is to be other than the engine makes it. */
    public static final InstanceSettings NONE = builder().build();

    /**
     * Makes settings; {@link #builder()} is what stays as it is when settings are added.
     *
     * @param network what it can reach
     * @param hosts copied
     * @param dns copied
     * @param memoryBytes how much memory it may use
     * @param nanoCpus how much of the processors it may use
     * @param privileged whether its commands may do all
     * @param addedCapabilities copied
     * @param droppedCapabilities copied
     * @param noNewPrivileges whether no program gives more rights
     * @param readOnly whether its root cannot be written to
     * @param ulimits copied
     * @param devices copied
     * @param mounts copied
     */
    public InstanceSettings {
        hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
        dns = List.copyOf(dns);
        addedCapabilities = List.copyOf(addedCapabilities);
        droppedCapabilities = List.copyOf(droppedCapabilities);
        ulimits = Collections.unmodifiableMap(new LinkedHashMap<>(ulimits));
        devices = List.copyOf(devices);
        mounts = List.copyOf(mounts);
    }

    /**
     * A builder of settings that so far ask for nothing.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The same with other mounts.
     *
     * @param others in place of the mounts
     * @return other settings
     */
    public InstanceSettings withMounts(List<Mount> others) {
        return new InstanceSettings(
                network,
                hosts,
                dns,
                memoryBytes,
                nanoCpus,
                privileged,
                addedCapabilities,
                droppedCapabilities,
                noNewPrivileges,
                readOnly,
                ulimits,
                devices,
                others);
    }

    /**
     * Whether commands can end processes of other users.
     *
     * @return false where {@code KILL} is dropped, by its name or with all
     */
    public boolean mayKill() {
        boolean dropped = droppedCapabilities.contains("KILL") || droppedCapabilities.contains("ALL");
        boolean added = addedCapabilities.contains("KILL") || addedCapabilities.contains("ALL");
        return privileged || !dropped || (added && !droppedCapabilities.contains("KILL"));
    }

    /**
     * What an engine has to be capable of for these.
     *
     * @return one capability for each setting that is made
     */
    public Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        network(network.kind()).ifPresent(needs::add);
        add(needs, !hosts.isEmpty(), Capability.HOSTS);
        add(needs, !dns.isEmpty(), Capability.DNS);
        add(needs, memoryBytes.isPresent(), Capability.MEMORY);
        add(needs, nanoCpus.isPresent(), Capability.CPUS);
        add(needs, privileged, Capability.PRIVILEGED);
        add(needs, !addedCapabilities.isEmpty() || !droppedCapabilities.isEmpty(), Capability.LINUX_CAPABILITIES);
        add(needs, noNewPrivileges, Capability.NO_NEW_PRIVILEGES);
        add(needs, readOnly, Capability.READ_ONLY);
        add(needs, !ulimits.isEmpty(), Capability.ULIMITS);
        add(needs, !devices.isEmpty(), Capability.DEVICES);
        mounts.forEach(mount -> needs.add(mount.needs()));
        return needs;
    }

    private static Optional<Capability> network(Network.Kind kind) {
        return switch (kind) {
            case DEFAULT -> Optional.empty();
            case NONE -> Optional.of(Capability.NETWORK_NONE);
            case HOST -> Optional.of(Capability.NETWORK_HOST);
            case NAMED -> Optional.of(Capability.NETWORK_NAMED);
        };
    }

    private static void add(Set<Capability> needs, boolean used, Capability capability) {
        if (used) {
            needs.add(capability);
        }
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {

        private Network network = Network.DEFAULT;
        private Map<String, String> hosts = Map.of();
        private List<String> dns = List.of();
        private OptionalLong memoryBytes = OptionalLong.empty();
        private OptionalLong nanoCpus = OptionalLong.empty();
        private boolean privileged;
        private List<String> addedCapabilities = List.of();
        private List<String> droppedCapabilities = List.of();
        private boolean noNewPrivileges;
        private boolean readOnly;
        private Map<String, Ulimit> ulimits = Map.of();
        private List<Device> devices = List.of();
        private final List<Mount> mounts = new ArrayList<>();

        private Builder() {}

        /**
         * Chooses the network.
         *
         * @param value what the instance can reach
         * @return this
         */
        public Builder network(Network value) {
            network = value;
            return this;
        }

        /**
         * Makes names known.
         *
         * @param value names and addresses
         * @return this
         */
        public Builder hosts(Map<String, String> value) {
            hosts = value;
            return this;
        }

        /**
         * Names the name servers.
         *
         * @param value their addresses
         * @return this
         */
        public Builder dns(List<String> value) {
            dns = value;
            return this;
        }

        /**
         * Limits the memory.
         *
         * @param bytes at most
         * @return this
         */
        public Builder memoryBytes(long bytes) {
            memoryBytes = OptionalLong.of(bytes);
            return this;
        }

        /**
         * Limits the use of processors.
         *
         * @param billionths of one processor
         * @return this
         */
        public Builder nanoCpus(long billionths) {
            nanoCpus = OptionalLong.of(billionths);
            return this;
        }

        /**
         * Lets commands do everything, or not.
         *
         * @param value whether
         * @return this
         */
        public Builder privileged(boolean value) {
            privileged = value;
            return this;
        }

        /**
         * Gives and takes Linux capabilities.
         *
         * @param added names without {@code CAP_}, or {@code ALL}
         * @param dropped the same
         * @return this
         */
        public Builder capabilities(List<String> added, List<String> dropped) {
            addedCapabilities = added;
            droppedCapabilities = dropped;
            return this;
        }

        /**
         * Keeps programs from giving rights, or not.
         *
         * @param value whether
         * @return this
         */
        public Builder noNewPrivileges(boolean value) {
            noNewPrivileges = value;
            return this;
        }

        /**
         * Keeps commands from writing to the root file system, or not.
         *
         * @param value whether
         * @return this
         */
        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        /**
         * Limits what a process may use.
         *
         * @param value limits by their names
         * @return this
         */
        public Builder ulimits(Map<String, Ulimit> value) {
            ulimits = value;
            return this;
        }

        /**
         * Gives devices.
         *
         * @param value devices
         * @return this
         */
        public Builder devices(List<Device> value) {
            devices = value;
            return this;
        }

        /**
         * Mounts something.
         *
         * @param mount no other one's place is the same, below or above
         * @return this
         */
        public Builder mount(Mount mount) {
            mounts.add(mount);
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return what was asked for
         */
        public InstanceSettings build() {
            return new InstanceSettings(
                    network,
                    hosts,
                    dns,
                    memoryBytes,
                    nanoCpus,
                    privileged,
                    addedCapabilities,
                    droppedCapabilities,
                    noNewPrivileges,
                    readOnly,
                    ulimits,
                    devices,
                    mounts);
        }
    }
}
