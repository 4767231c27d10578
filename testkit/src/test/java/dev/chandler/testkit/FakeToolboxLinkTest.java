package dev.chandler.testkit;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;

class FakeToolboxLinkTest extends ToolboxLinkContract {

    private final FakeEngineFactory factory = new FakeEngineFactory();

    @Override
    protected EngineFactory factory() {
        return factory;
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }
}
