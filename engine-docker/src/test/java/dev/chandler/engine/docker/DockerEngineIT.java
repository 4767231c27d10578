package dev.chandler.engine.docker;

import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;
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
}
