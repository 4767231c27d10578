package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.testkit.EngineContract;
import java.util.Optional;

/** The contract, on LXD over its socket, with a pool of btrfs. */
class LxdEngineIT extends EngineContract {

    @Override
    protected EngineFactory factory() {
        return new LxdEngineFactory();
    }

    @Override
    protected BaseReference base() {
        return new BaseReference.Image("debian/12");
    }

    @Override
    protected void removePublished(String reference) throws InterruptedException {
        try (LxdHttp http = LxdHttp.open(endpoint(), System.getenv())) {
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
}
