package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;

/** The contract, on LXD over its socket, with a pool of btrfs. */
class LxdEngineIT extends EngineContract {

    @Override
    protected EngineFactory factory() {
        return new LxdEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("debian/12");
    }

    @Override
    protected void removePublished(String reference) throws Exception {}
}
