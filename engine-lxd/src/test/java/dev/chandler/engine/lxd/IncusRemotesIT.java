package dev.chandler.engine.lxd;

import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bases on another Incus. */
class IncusRemotesIT extends LxdRemotesIT {

    @RegisterExtension
    static final Alone INCUS = Alone.onIncus();

    @Override
    String daemon() {
        return "CHANDLER_TESTBED_INCUS";
    }

    @Override
    Map<String, String> local() {
        return Incus.environment();
    }

    @Override
    String configuration() {
        return "INCUS_CONF";
    }

    @Override
    String protocol() {
        return "incus";
    }
}
