package dev.chandler.engine.lxd;

import java.util.Map;

/** The contract of toolboxes, on Incus. */
class IncusToolboxIT extends LxdToolboxIT {

    @Override
    protected Map<String, String> environment() {
        return Incus.environment();
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
