package dev.chandler.engine.lxd;

import java.util.HashMap;
import java.util.Map;

/** The contract, on LXD with a pool of plain directories, where a copy copies. */
class LxdDirEngineIT extends LxdEngineIT {

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("CHANDLER_LXD_POOL", "dir");
        return environment;
    }
}
