package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Takes one at random, of the first device that is in a network which the daemon manages and gives addresses in. */
    static Optional<Address> choose(LxdHttp http, Map<String, JsonObject> devices) throws InterruptedException {
        for (Map.Entry<String, JsonObject> device : devices.entrySet()) {
            String network = Json.text(device.getValue(), "network");
            boolean nic = Json.text(device.getValue(), "type").equals("nic");
            if (nic && !network.isEmpty()) {
                LxdAnswer answer = http.get(http.at("networks", network));
                return of(device.getKey(), Json.object(answer.object(), "config"));
            }
        }
        return Optional.empty();
    }

    /** Empty where there is no network of such a kind, or nearly no room in it. */
    static Optional<Address> of(String device, JsonObject config) {
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
        long chosen = gateway;
        while (chosen == gateway) {
            chosen = network + ThreadLocalRandom.current().nextLong(1, size - 1);
        }
        return Optional.of(new Address(device, text(chosen), bits, parts[0]));
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
