package dev.chandler.engine.lxd;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.InstanceSettingsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract of settings, on LXD. */
class LxdInstanceSettingsIT extends InstanceSettingsContract {

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

    /** The testbed's daemon runs beside the tests, and may itself lack what it would have to give. */
    @Override
    protected boolean mayBePrivileged() {
        try {
            return Files.readString(Path.of("/proc/self/status")).contains("CapBnd:\t000001ffffffffff");
        } catch (IOException e) {
            return false;
        }
    }
}
