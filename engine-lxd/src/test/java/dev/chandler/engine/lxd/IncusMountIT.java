package dev.chandler.engine.lxd;

import java.util.Map;

/** The contract of mounts, on Incus. */
class IncusMountIT extends LxdMountIT {

    @Override
    protected Map<String, String> environment() {
        return Incus.environment();
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
