package dev.chandler.engine.lxd;

import dev.chandler.api.engine.Endpoint;
import java.util.Map;
import java.util.Optional;

/** The contract, on Incus by HTTPS with certificates. */
class IncusHttpsEngineIT extends LxdEngineIT {

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = Incus.environment();
        environment.put(ClientFolders.VARIABLE, Incus.given("CHANDLER_TESTBED_INCUS_CLIENT"));
        return environment;
    }

    @Override
    protected Endpoint endpoint() {
        return factory()
                .endpoints(Optional.of(Incus.given("CHANDLER_TESTBED_INCUS_URL")), environment())
                .get(0);
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
