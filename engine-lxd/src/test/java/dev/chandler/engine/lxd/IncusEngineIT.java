package dev.chandler.engine.lxd;

import java.util.Map;

/** The contract, on Incus over its socket, with a pool of btrfs. */
class IncusEngineIT extends LxdEngineIT {

    @Override
    protected Map<String, String> environment() {
        return Incus.environment();
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
