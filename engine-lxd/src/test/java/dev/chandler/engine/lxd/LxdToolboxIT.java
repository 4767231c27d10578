package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.ToolboxContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of toolboxes, on LXD with a pool of btrfs. */
class LxdToolboxIT extends ToolboxContract {

    @RegisterExtension
    final NoOperationLeft operations = new NoOperationLeft(() -> LxdHttp.open(endpoint(), System.getenv()));

    @Override
    protected EngineFactory factory() {
        return new LxdEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    /** States are copies. */
    @Override
    protected int layersOfAStep() {
        return 0;
    }
}
