package dev.chandler.cli.transfer;

import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.cache.Digest;
import dev.chandler.core.transfer.CacheIndex;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.oci.LayoutFolder;
import dev.chandler.lib.oci.UnreadableImageException;
import dev.chandler.lib.registry.PullTerms;
import dev.chandler.lib.registry.RegistryPull;
import dev.chandler.lib.registry.RegistryPush;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A name at a registry, which stands for an index of all states.
 *
 * @param reference the name
 * @param config has the login
 * @param terms say where plain HTTP will do, and how long all may take
 */
public record RegistryPlace(String reference, DockerConfig config, PullTerms terms) implements StatePlace {

    @Override
    public String source() {
        return "oci:" + reference;
    }

    @Override
    public void write(States states, Room room) throws IOException, InterruptedException {
        new RegistryPush(config, room.folder()).push(states::putInto, reference, terms);
    }

    @Override
    public Path layout(Room room) throws IOException, InterruptedException {
        Path folder = room.folder();
        LayoutFolder layout = LayoutFolder.in(folder);
        try (RegistryPull registry = RegistryPull.open(reference, config, terms)) {
            byte[] index = registry.find()
                    .orElseThrow(() -> new UnreadableImageException("the registry has nothing of that name"))
                    .json()
                    .getBytes(StandardCharsets.UTF_8);
            if (!CacheIndex.isOfStates(index)) {
                throw new UnreadableImageException("what is there is no index of states");
            }
            for (Digest manifest : CacheIndex.manifests(index)) {
                byte[] bytes = manifest(manifest);
                layout.manifest(new Descriptor("", manifest, bytes.length), bytes);
                for (Digest blob : CacheIndex.blobs(bytes)) {
                    fetch(registry, blob, layout);
                }
            }
            layout.name(new Descriptor("", Digest.of(index), index.length), index);
        }
        return folder;
    }

    private byte[] manifest(Digest digest) throws IOException, InterruptedException {
        String name = reference.replaceFirst("@.*", "").replaceFirst(":[^:/]*$", "") + "@" + digest;
        try (RegistryPull registry = RegistryPull.open(name, config, terms)) {
            return registry.find()
                    .orElseThrow(() -> new UnreadableImageException("the registry does not have all of it: " + digest))
                    .json()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    private static void fetch(RegistryPull registry, Digest blob, LayoutFolder layout) throws IOException {
        if (!layout.has(blob)) {
            layout.put(new Descriptor("", blob, -1), out -> {
                try (InputStream in = registry.blob(blob)) {
                    in.transferTo(out);
                }
            });
        }
    }
}
