package dev.chandler.lib.oci;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import java.io.IOException;

/**
 * A store as one of several images sees it: what the image would name is found by its digest alone.
 *
 * @param store the store of all of them
 */
public record OneOfSeveral(BlobStore store) implements BlobStore {

    @Override
    public boolean has(Digest blob) throws IOException {
        return store.has(blob);
    }

    @Override
    public void put(Descriptor blob, Content content) throws IOException {
        store.put(blob, content);
    }

    @Override
    public void name(Descriptor manifest, byte[] json) throws IOException {
        store.manifest(manifest, json);
    }

    @Override
    public void manifest(Descriptor manifest, byte[] json) throws IOException {
        store.manifest(manifest, json);
    }
}
