package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;

class LocalEngineContractIT extends EngineContract {

    /** Not JUnit's, which warns of each link in it. */
    private static final Path STORE = Path.of(System.getProperty("java.io.tmpdir"), "store-of-the-contract")
            .toAbsolutePath();

    @AfterAll
    static void removeStore() throws InterruptedException {
        Program.run("rm", "-rf", STORE.toString());
    }

    @Override
    protected EngineFactory factory() {
        return new LocalEngineFactory();
    }

    @Override
    protected Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(LocalEndpoints.VARIABLE, STORE.toString());
        return environment;
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Rootfs(Path.of(System.getenv("CHANDLER_TESTBED_BUSYBOX_ROOTFS")));
    }

    /** A state has as many layers as it needs: nobody need count them. */
    @Override
    protected int layersOfAStep() {
        return 0;
    }

    @Override
    protected void removePublished(String reference) {
        ImageStore images = new ImageStore(StoreFolder.open(STORE, new ClientIdentity("0.0.0-test", "removes")));
        Optional<Digest> id = ImageName.id(reference);
        if (id.isPresent()) {
            images.removeUnclaimed(id.get(), thing -> false);
        } else {
            images.removeName(ImageName.parse(reference).orElseThrow().whole());
        }
    }

    @Override
    protected Optional<String> registry() {
        return Optional.of(TestStore.variable("CHANDLER_TESTBED_REGISTRY"));
    }
}
