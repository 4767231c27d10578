package dev.chandler.engine.lxd;

import java.util.Map;

/** The contract, on Incus with a pool of plain directories. */
class IncusDirEngineIT extends LxdEngineIT {

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = Incus.environment();
        environment.put("CHANDLER_LXD_POOL", "dir");
        return environment;
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
