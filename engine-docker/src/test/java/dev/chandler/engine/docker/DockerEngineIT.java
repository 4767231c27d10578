package dev.chandler.engine.docker;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class DockerEngineIT extends EngineContract {

    @Override
    protected EngineFactory factory() {
        return new DockerEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("busybox");
    }

    @Override
    protected Optional<String> registry() {
        return Optional.of(Registries.plain());
    }

    @Override
    protected void removePublished(String reference) throws Exception {
        DockerCli.run("image", "rm", reference);
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
