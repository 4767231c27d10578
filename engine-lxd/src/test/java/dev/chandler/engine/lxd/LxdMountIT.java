package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.MountContract;

/** The contract of mounts, on LXD. */
class LxdMountIT extends MountContract {

    @Override
    protected EngineFactory factory() {
        return new LxdEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }
}
