package dev.chandler.engine.lxd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Network;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.RecordedOutput;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an instance of LXD finds of the network, in a base without any file for it. */
class LxdNetworkIT {

    private final LxdEngineFactory factory = new LxdEngineFactory();
    private final Endpoint endpoint =
            factory.endpoints(Optional.empty(), System.getenv()).get(0);

    @RegisterExtension
    final NoOperationLeft operations = new NoOperationLeft(() -> LxdHttp.open(endpoint, System.getenv()));

    private Engine engine;
    private Base base;

    @BeforeEach
    void connect() throws InterruptedException {
        ClientIdentity client = new ClientIdentity("0.0.0-test", "network-" + UUID.randomUUID());
        engine = factory.connect(endpoint, client, System.getenv());
        base = engine.resolve(new BaseReference.Image("busybox"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static String sh(Instance instance, String line) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        instance.run(Command.of("/bin/sh", "-c", "PATH=/bin:/sbin; " + line).build(), output);
        return output.out() + output.err();
    }

    @Test
    void itHasAnAddressARouteAndANameServer() throws Exception {
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
            assertThat(sh(instance, "ip -4 addr show eth0")).contains("inet ");
            assertThat(sh(instance, "ip route")).contains("default via ");
            String server = sh(instance, "cat /etc/resolv.conf").strip().replace("nameserver ", "");
            assertThat(sh(instance, "ping -c 1 -W 5 " + server + " >/dev/null && echo answers"))
                    .contains("answers");
        }
    }

    @Test
    void noStateKeepsTheFileOfItsNameServer() throws Exception {
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
            Snapshot state = instance.snapshot(Optional.empty());
            try (Instance unstarted = engine.create(new InstanceSpec(base, Optional.of(state), false))) {
                assertThat(unstarted.get("/etc/resolv.conf")).isEmpty();
            }
        }
    }

    /** It has the file that the first state kept, too, and notes once more that it is none. */
    @Test
    void noStateOfAStateKeepsTheFileOfItsNameServerEither() throws Exception {
        try (Instance first = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
            Snapshot state = first.snapshot(Optional.empty());
            try (Instance second = engine.create(new InstanceSpec(base, Optional.of(state), true))) {
                assertThat(sh(second, "cat /etc/resolv.conf")).startsWith("nameserver ");
                Snapshot next = second.snapshot(Optional.empty());
                try (Instance unstarted = engine.create(new InstanceSpec(base, Optional.of(next), false))) {
                    assertThat(unstarted.get("/etc/resolv.conf")).isEmpty();
                }
            }
        }
    }

    @Test
    void anInstanceWithoutANameServerDoesNotSeeTheFileOfTheStateThatItIsMadeOf() throws Exception {
        InstanceSettings none =
                InstanceSettings.builder().network(Network.of("none")).build();
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
            Snapshot state = instance.snapshot(Optional.empty());
            try (Instance alone = engine.create(new InstanceSpec(base, Optional.of(state), true, none))) {
                assertThat(sh(alone, "ls /etc/resolv.conf")).contains("No such file");
            }
        }
    }

    @Test
    void anInstanceOfAStateIsInTheNetworkOfItsOwnSettings() throws Exception {
        InstanceSettings none =
                InstanceSettings.builder().network(Network.of("none")).build();
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true, none))) {
            Snapshot state = instance.snapshot(Optional.empty());
            try (Instance next = engine.create(new InstanceSpec(base, Optional.of(state), true))) {
                assertThat(sh(next, "ip -4 addr show eth0")).contains("inet ");
            }
        }
    }

    @Test
    void aStateHasNothingOfHowItsInstanceWasButFiles() throws Exception {
        InstanceSettings limited =
                InstanceSettings.builder().memoryBytes(256L << 20).build();
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), true, limited));
                LxdHttp http = LxdHttp.open(endpoint, System.getenv())) {
            Snapshot state = instance.snapshot(Optional.empty());
            JsonObject kept = http.get(http.at("instances", state.id())).object();
            JsonObject config = Json.object(kept, "config");
            assertThat(config.keySet()).noneMatch(key -> key.startsWith("limits.") || key.startsWith("raw."));
            JsonObject devices = Json.object(kept, "devices");
            assertThat(devices.keySet())
                    .filteredOn(name ->
                            !Json.text(Json.object(devices, name), "type").equals("none"))
                    .containsExactly("root");
        }
    }

    @Test
    void twoInstancesHaveTwoAddresses() throws Exception {
        InstanceSpec spec = new InstanceSpec(base, Optional.empty(), true);
        try (Instance one = engine.create(spec);
                Instance other = engine.create(spec)) {
            String line = "ip -4 addr show eth0 | grep inet";
            assertThat(sh(one, line)).isNotEqualTo(sh(other, line));
        }
    }

    @Test
    void aNetworkByNameGivesAnAddressOfItsOwnRange() throws Exception {
        try (LxdHttp http = LxdHttp.open(endpoint, System.getenv())) {
            String network = "chcontract0";
            new Operations(http).end("cannot make a network", http.send("POST", http.at("networks"), bridge(network)));
            try (Instance instance = engine.create(new InstanceSpec(
                    base,
                    Optional.empty(),
                    true,
                    InstanceSettings.builder().network(Network.of(network)).build()))) {
                assertThat(sh(instance, "ip -4 addr show eth0")).contains("inet 10.219.7.");
                assertThat(sh(instance, "ping -c 1 -W 5 10.219.7.1 >/dev/null && echo answers"))
                        .contains("answers");
                assertThat(sh(instance, "ls /sys/class/net").split("\\s+")).containsExactlyInAnyOrder("eth0", "lo");
            } finally {
                http.send("DELETE", http.at("networks", network), null);
            }
        }
    }

    private static JsonObject bridge(String name) {
        JsonObject config = new JsonObject();
        config.addProperty("ipv4.address", "10.219.7.1/24");
        config.addProperty("ipv4.nat", "false");
        config.addProperty("ipv4.firewall", "false");
        config.addProperty("ipv6.address", "none");
        JsonObject body = new JsonObject();
        body.addProperty("name", name);
        body.add("config", config);
        return body;
    }

    @Test
    void filesOfTheBaseStayBeforeTheNamesOfHosts() throws Exception {
        InstanceSettings settings = InstanceSettings.builder()
                .hosts(Map.of("more.contract", "10.9.8.7"))
                .build();
        try (Instance plain = engine.create(new InstanceSpec(base, Optional.empty(), true))) {
            sh(plain, "printf '10.1.1.1\\town\\n' >/etc/hosts");
            Snapshot state = plain.snapshot(Optional.empty());
            try (Instance instance = engine.create(new InstanceSpec(base, Optional.of(state), true, settings))) {
                assertThat(sh(instance, "cat /etc/hosts")).isEqualTo("10.1.1.1\town\n10.9.8.7\tmore.contract\n");
            }
        }
    }
}
