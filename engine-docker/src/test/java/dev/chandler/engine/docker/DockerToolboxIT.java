package dev.chandler.engine.docker;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.ToolboxContract;

class DockerToolboxIT extends ToolboxContract {

    @Override
    protected EngineFactory factory() {
        return new DockerEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }
}
