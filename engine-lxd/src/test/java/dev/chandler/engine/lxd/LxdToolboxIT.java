package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.ToolboxContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of toolboxes, on LXD with a pool of btrfs. */
class LxdToolboxIT extends ToolboxContract {

    @RegisterExtension
    final PublishedApi api = new PublishedApi(description());

    @RegisterExtension
    final NoOperationLeft operations = new NoOperationLeft(() -> LxdHttp.open(endpoint(), environment()));

    /** Which variable of the testbed names the description of the daemon's API. */
    String description() {
        return PublishedApi.LXD;
    }

    @Override
    protected EngineFactory factory() {
        return api.factory();
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
