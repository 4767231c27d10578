package dev.chandler.engine.docker;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.MountContract;

class DockerMountsIT extends MountContract {

    @Override
    protected EngineFactory factory() {
        return new DockerEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }
}
