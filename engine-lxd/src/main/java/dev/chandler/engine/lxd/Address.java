package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The address of an instance, which nobody in it asks the network for: it has no init of its own.
 *
 * <p>The daemon is told of it twice: of the device, so that no two instances get the same, and of the interface, which LXC sets
 * up before the first process starts.
 *
 * @param device the name of the device
 * @param ip the address
 * @param bits how long the network's prefix is
 * @param gateway the network's own address, where its name server is, too
 */
record Address(String device, String ip, int bits, String gateway) {

    private static final int SMALLEST_NETWORK_BITS = 28;

    /**
     * Takes one at random, so that two clients that look at the same time hardly take the same.
     *
     * @param device the name of the device
     * @param config the network's configuration
     * @param taken addresses that others have
     * @return empty where there is no network of such a kind, or no room in it
     */
    static Optional<Address> of(String device, JsonObject config, Set<String> taken) {
        String[] parts = Json.text(config, "ipv4.address").split("/", 2);
        if (parts.length < 2 || !parts[0].matches("[0-9.]+") || !parts[1].matches("[0-9]{1,2}")) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(parts[1]);
        if (bits > SMALLEST_NETWORK_BITS) {
            return Optional.empty();
        }
        long gateway = number(parts[0]);
        long size = 1L << (32 - bits);
        long network = gateway & -size & 0xffffffffL;
        long first = ThreadLocalRandom.current().nextLong(size);
        for (long i = 0; i < size; i++) {
            long offset = (first + i) % size;
            String ip = text(network + offset);
            boolean end = offset == 0 || offset == size - 1;
            if (!end && network + offset != gateway && !taken.contains(ip)) {
                return Optional.of(new Address(device, ip, bits, parts[0]));
            }
        }
        return Optional.empty();
    }

    private static long number(String ip) {
        long number = 0;
        for (String part : ip.split("\\.", -1)) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }

    private static String text(long number) {
        return (number >> 24 & 255) + "." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    /** For the only interface that there is. */
    List<String> raw() {
        return List.of("lxc.net.0.ipv4.address = " + ip + "/" + bits, "lxc.net.0.ipv4.gateway = " + gateway);
    }
}
