package dev.chandler.engine.lxd;

import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, on Incus over its socket, with a pool of btrfs. */
class IncusEngineIT extends LxdEngineIT {

    @RegisterExtension
    static final Alone INCUS = Alone.onIncus();

    @Override
    protected Map<String, String> environment() {
        return Incus.environment();
    }

    @Override
    String description() {
        return PublishedApi.INCUS;
    }
}
