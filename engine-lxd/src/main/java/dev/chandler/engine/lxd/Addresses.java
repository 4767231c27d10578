package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Network;
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

    /** That of an instance; empty where it is given none, as where nobody asks for it. */
    Optional<Address> of(InstanceSpec spec, Place place) throws InterruptedException {
        Network network = spec.settings().network();
        return switch (spec.runsCommands() ? network.kind() : Network.Kind.NONE) {
            case DEFAULT -> choose(place.devices());
            case NAMED -> in(network.name(), place.interfaceName());
            case NONE, HOST -> Optional.empty();
        };
    }

    /** One of the network of the first device that is in one which the daemon manages and gives addresses in. */
    private Optional<Address> choose(Map<String, JsonObject> devices) throws InterruptedException {
        for (Map.Entry<String, JsonObject> device : devices.entrySet()) {
            String network = Json.text(device.getValue(), "network");
            boolean nic = Json.text(device.getValue(), "type").equals("nic");
            if (nic && !network.isEmpty()) {
                return in(network, device.getKey());
            }
        }
        return Optional.empty();
    }

    /**
     * One of a network; empty where that has none to give.
     *
     * @param network its name
     * @param device the name of the instance's device that is in it
     * @throws dev.chandler.api.problem.EngineException if there is no such network
     */
    private Optional<Address> in(String network, String device) throws InterruptedException {
        LxdAnswer answer = http.get(http.at("networks", network));
        if (!answer.ok()) {
            throw LxdProblems.refused("cannot use the network \"" + network + "\" of LXD", answer.words());
        }
        return choose(device, Json.object(answer.object(), "config"), leases(network));
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
