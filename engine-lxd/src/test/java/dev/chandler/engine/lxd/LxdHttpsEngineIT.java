package dev.chandler.engine.lxd;

import static java.util.Objects.requireNonNull;

import dev.chandler.api.engine.Endpoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The contract, on LXD by HTTPS with certificates. */
class LxdHttpsEngineIT extends LxdEngineIT {

    private static String given(String name) {
        return requireNonNull(System.getenv(name), name);
    }

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(ClientFolders.VARIABLE, given("CHANDLER_TESTBED_LXD_CLIENT"));
        return environment;
    }

    @Override
    protected Endpoint endpoint() {
        return factory()
                .endpoints(Optional.of(given("CHANDLER_TESTBED_LXD_URL")), environment())
                .get(0);
    }
}
