package dev.chandler.engine.lxd;
import dev.chandler.api.engine.BaseReference;
class BusyIT extends LxdEngineIT {
    @Override
    protected BaseReference base() { return new BaseReference.Image("busybox"); }
}
