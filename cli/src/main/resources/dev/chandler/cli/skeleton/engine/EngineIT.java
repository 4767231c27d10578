package @package@;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;

/** What every engine has to do, on the real thing: red until all of it is written. */
class @Name@EngineIT extends EngineContract {

    @Override
    protected EngineFactory factory() {
        return new @Name@EngineFactory();
    }

    /** Something with the usual small tools; another BaseReference where the engine takes no images by name. */
    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    @Override
    protected void removePublished(String reference) {
        throw Unwritten.method("@Name@EngineIT.removePublished");
    }
}
