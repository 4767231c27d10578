package dev.chandler.engine.lxd;

import java.util.Map;

/** The contract of settings, on Incus. */
class IncusInstanceSettingsIT extends LxdInstanceSettingsIT {

    @Override
    protected Map<String, String> environment() {
        return Incus.environment();
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
