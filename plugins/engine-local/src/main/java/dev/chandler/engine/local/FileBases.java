package dev.chandler.engine.local;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.lib.oci.AmbiguousImageException;
import dev.chandler.lib.oci.Compression;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.RootfsFile;
import dev.chandler.lib.oci.StoredLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Optional;

/** Bases that are files of this machine. They come into the store when something is made of them. Thread-safe. */
final class FileBases {

    private final Platform own;

    FileBases(Platform own) {
        this.own = own;
    }

    /** An image in a file, looked at. */
    ImageFile image(BaseReference.Stored reference, Optional<Platform> wanted) {
        try {
            return ImageFile.base(reference, wanted, own);
        } catch (AmbiguousImageException e) {
            throw BaseProblems.ambiguous(reference, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw BaseProblems.unusable(reference, String.valueOf(e.getMessage()));
        }
    }

    /** The digest of an archive of a root file system. */
    Digest digest(BaseReference.Rootfs reference) throws InterruptedException {
        try {
            return RootfsFile.digest(reference.file());
        } catch (IOException e) {
            throw BaseProblems.unusable(reference, String.valueOf(e.getMessage()));
        }
    }

    /** The layers of a base, which is to be what it was when it was resolved. */
    List<BaseLayers.Source> sources(Base base) throws InterruptedException {
        if (base.reference() instanceof BaseReference.Rootfs rootfs) {
            if (!digest(rootfs).equals(base.digest())) {
                throw BaseProblems.changed(rootfs);
            }
            return List.of(new Archive(rootfs.file(), base, diffId(rootfs)));
        }
        if (base.reference() instanceof BaseReference.Stored stored) {
            ImageFile image = image(stored, Optional.of(base.platform()));
            if (!image.id().equals(base.digest())) {
                throw BaseProblems.changed(stored);
            }
            return image.layers().stream().map(FileBases::source).toList();
        }
        return List.of();
    }

    private static Digest diffId(BaseReference.Rootfs rootfs) {
        try (DigestInputStream in =
                new DigestInputStream(Compression.uncompressed(Files.newInputStream(rootfs.file())), Digest.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digest.of(in.getMessageDigest());
        } catch (IOException e) {
            throw BaseProblems.unusable(rootfs, RootfsFile.words(e));
        }
    }

    private static BaseLayers.Source source(StoredLayer layer) {
        return new BaseLayers.Source() {
            @Override
            public Digest diffId() {
                return layer.diffId();
            }

            @Override
            public void bringTo(Path file) throws IOException {
                try (InputStream in = layer.open()) {
                    Files.copy(in, file);
                }
            }
        };
    }

    /** A root file system as the one layer. */
    private record Archive(Path file, Base base, Digest diffId) implements BaseLayers.Source {
        @Override
        public void bringTo(Path copy) throws IOException, InterruptedException {
            Files.copy(file, copy);
            if (!RootfsFile.digest(copy).equals(base.digest())) {
                throw BaseProblems.changed(base.reference());
            }
        }
    }
}
