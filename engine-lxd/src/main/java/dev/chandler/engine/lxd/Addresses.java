package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Chooses addresses for instances. Thread-safe: forks start at the same time, and no two are to get the same. */
final class Addresses {

    private final LxdHttp http;
    private final Set<String> given = new HashSet<>();

    Addresses(LxdHttp http) {
        this.http = http;
    }

    /** One of the network of the first device that is in one which the daemon manages and gives addresses in. */
    Optional<Address> choose(Map<String, JsonObject> devices) throws InterruptedException {
        for (Map.Entry<String, JsonObject> device : devices.entrySet()) {
            String network = Json.text(device.getValue(), "network");
            boolean nic = Json.text(device.getValue(), "type").equals("nic");
            if (nic && !network.isEmpty()) {
                LxdAnswer answer = http.get(http.at("networks", network));
                return choose(device.getKey(), Json.object(answer.object(), "config"), leases(network));
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<Address> choose(String device, JsonObject config, Set<String> leases) {
        Set<String> taken = new HashSet<>(given);
        taken.addAll(leases);
        Optional<Address> chosen = Address.of(device, config, taken);
        if (chosen.isEmpty() && !given.isEmpty()) {
            // Most of those that were given once are free again.
            given.clear();
            chosen = Address.of(device, config, leases);
        }
        chosen.ifPresent(address -> given.add(address.ip()));
        return chosen;
    }

    /** Those of all that have one, whether they run or not. */
    private Set<String> leases(String network) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("networks", network, "leases"));
        Set<String> leases = new HashSet<>();
        for (JsonObject lease : Json.objects(answer.metadata())) {
            leases.add(Json.text(lease, "address"));
        }
        return leases;
    }
}
