package dev.chandler.engine.lxd;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.lib.oci.FlatRootfs;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.RootfsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gets bases that are files of the client, or nothing at all, onto the daemon, at the latest possible moment.
 *
 * <p>They stay there as images labelled with their digest, and are listed as checkpoints, so that they are there the next
 * time. Thread-safe.
 */
final class BaseImports {

    private final ImageStore images;
    private final ImageUpload upload;
    private final ClientIdentity client;

    BaseImports(ImageStore images, ImageUpload upload, ClientIdentity client) {
        this.images = images;
        this.upload = upload;
        this.client = client;
    }

    /** The fingerprint of a base's image, which is on the daemon by now. */
    String fingerprint(Base base) throws InterruptedException {
        if (base.reference() instanceof BaseReference.Image) {
            return base.digest().hex();
        }
        synchronized (this) {
            Optional<LxdImage> there = find(base);
            if (there.isEmpty()) {
                bring(base);
                there = find(base);
            }
            return there.orElseThrow(() -> LxdProblems.refused(
                            "cannot bring base \"" + base.reference() + "\" to LXD",
                            "it is not there after it was sent; somebody may have removed it"))
                    .fingerprint();
        }
    }

    private Optional<LxdImage> find(Base base) throws InterruptedException {
        return images.withProperty(Labels.KEY, base.digest().hex()).stream()
                .filter(image -> image.architecture().equals(Architectures.name(base.platform())))
                .findFirst();
    }

    private void bring(Base base) throws InterruptedException {
        try {
            upload.send(
                    Architectures.name(base.platform()),
                    Map.of("description", "base " + base.digest()),
                    labels(base.digest()),
                    rootfs(base));
        } catch (IOException e) {
            throw unreadable(base, e);
        } catch (ImageUpload.UnreadableException e) {
            throw unreadable(base, e.reason());
        }
    }

    private static RuntimeException unreadable(Base base, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while reading base " + base.reference());
        }
        return e instanceof ChangedException
                ? ImageProblems.baseChanged(base.reference())
                : ImageProblems.baseFile(base.reference(), RootfsFile.words(e));
    }

    /** In no image's content: the same file is the same image, whoever brings it. */
    private Map<String, String> labels(Digest digest) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.VERSION, client.version());
        labels.put(Labels.KEY, digest.hex());
        return labels;
    }

    private static ImageUpload.Rootfs rootfs(Base base) throws IOException {
        if (base.reference() instanceof BaseReference.Rootfs rootfs) {
            return out -> copy(rootfs.file(), base.digest(), out);
        }
        if (base.reference() instanceof BaseReference.Stored stored) {
            ImageFile image = ImageFile.base(stored, Optional.of(base.platform()), base.platform());
            if (!image.id().equals(base.digest())) {
                throw new ChangedException();
            }
            FlatRootfs flat = image.flattened();
            return flat::writeTo;
        }
        return FlatRootfs.of(List.of())::writeTo;
    }

    /** What is sent is what its digest was made of, or it fails before the daemon has it whole. */
    private static void copy(Path file, Digest expected, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            DigestOutputStream digesting = new DigestOutputStream(out, Digest.sha256());
            in.transferTo(digesting);
            if (!Digest.of(digesting.getMessageDigest()).equals(expected)) {
                throw new ChangedException();
            }
        }
    }

    private static final class ChangedException extends IOException {

        private static final long serialVersionUID = 1;
    }
}
