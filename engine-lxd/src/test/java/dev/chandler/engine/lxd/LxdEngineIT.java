package dev.chandler.engine.lxd;

import static java.util.Objects.requireNonNull;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, on LXD over its socket, with a pool of btrfs. */
class LxdEngineIT extends EngineContract {

    @RegisterExtension
    final PublishedApi api = new PublishedApi(description());

    @RegisterExtension
    final NoOperationLeft operations = new NoOperationLeft(this::http);

    private LxdHttp http() {
        return LxdHttp.open(endpoint(), environment());
    }

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

    @Override
    protected Map<String, String> environment() {
        return System.getenv();
    }

    @Override
    protected Endpoint endpoint() {
        return factory().endpoints(Optional.empty(), environment()).get(0);
    }

    @Override
    protected Optional<String> registry() {
        return Optional.of(requireNonNull(System.getenv("CHANDLER_TESTBED_REGISTRY"), "testbed/up registry"));
    }

    @Override
    protected void removePublished(String reference) throws InterruptedException {
        try (LxdHttp http = http()) {
            ImageStore images = new ImageStore(http, new Operations(http));
            Optional<Digest> digest = ImageAliases.digest(reference);
            Optional<LxdImage> image = digest.isPresent()
                    ? images.byFingerprint(digest.get().hex())
                    : images.byAlias(ImageAliases.of(reference));
            if (image.isPresent()) {
                images.remove(image.get().digest());
            }
        }
    }

    /** States are copies. */
    @Override
    protected int layersOfAStep() {
        return 0;
    }
}
