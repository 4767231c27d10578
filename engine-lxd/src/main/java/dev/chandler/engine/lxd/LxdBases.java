package dev.chandler.engine.lxd;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.lib.oci.AmbiguousImageException;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.RootfsFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds bases: images by alias and fingerprint, and what files of the client hold. Thread-safe. */
final class LxdBases {

    private static final Digest SCRATCH = Digest.of("scratch");

    private final ImageStore images;
    private final LxdRemotes remotes;
    private final RemoteImages elsewhere;
    private final Platform own;
    private final Map<Digest, ImageDescription> descriptions = new ConcurrentHashMap<>();

    LxdBases(ImageStore images, LxdRemotes remotes, RemoteImages elsewhere, Platform own) {
        this.images = images;
        this.remotes = remotes;
        this.elsewhere = elsewhere;
        this.own = own;
    }

    /**
     * Finds a base.
     *
     * @param wanted what it is to be for; empty for the daemon's own platform, where there is a choice
     */
    Base resolve(BaseReference reference, Optional<Platform> wanted) throws InterruptedException {
        if (reference instanceof BaseReference.Image image) {
            return image(image, wanted);
        }
        Platform platform = wanted.orElse(own);
        if (reference instanceof BaseReference.Stored stored) {
            ImageFile image = stored(stored, wanted);
            return base(reference, image.id(), image.platform(), ImageDescription.ofOci(image.config()));
        }
        if (reference instanceof BaseReference.Rootfs rootfs) {
            return base(reference, digest(rootfs), platform, ImageDescription.NONE);
        }
        return base(reference, SCRATCH, platform, ImageDescription.NONE);
    }

    /** Fetches a base that lies elsewhere; one that is here, or a file, stays what it is. */
    Base pull(BaseReference reference, Optional<Platform> wanted, ProgressSink progress) throws InterruptedException {
        Base base = resolve(reference, wanted);
        if (base.present() || !(reference instanceof BaseReference.Image image)) {
            return base;
        }
        Optional<LxdRemotes.Named> named = remotes.find(image);
        Optional<LxdImage> there =
                named.isPresent() ? elsewhere.find(image, named.get(), wanted.orElse(own)) : Optional.empty();
        if (there.isPresent()) {
            long size = there.get().sizeBytes();
            progress.progress("copying " + image, 0, size);
            elsewhere.copy(image, named.orElseThrow(), there.get());
            progress.progress("copying " + image, size, size);
        }
        return resolve(reference, wanted);
    }

    private Base base(BaseReference reference, Digest digest, Platform platform, ImageDescription description) {
        descriptions.put(digest, description);
        return new Base(reference, digest, platform, description.imageConfig(), 0, true);
    }

    private ImageFile stored(BaseReference.Stored reference, Optional<Platform> wanted) {
        try {
            return ImageFile.base(reference, wanted, own);
        } catch (AmbiguousImageException e) {
            throw ImageProblems.baseAmbiguous(reference, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw ImageProblems.baseFile(reference, String.valueOf(e.getMessage()));
        }
    }

    private static Digest digest(BaseReference.Rootfs rootfs) throws InterruptedException {
        try {
            return RootfsFile.digest(rootfs.file());
        } catch (IOException e) {
            throw ImageProblems.baseFile(rootfs, String.valueOf(e.getMessage()));
        }
    }

    private Base image(BaseReference.Image reference, Optional<Platform> wanted) throws InterruptedException {
        Optional<LxdImage> here = find(reference.name());
        Optional<LxdRemotes.Named> named = here.isPresent() ? Optional.empty() : remotes.find(reference);
        LxdImage image = named.isPresent()
                ? elsewhere(reference, named.get(), wanted.orElse(own))
                : here.orElseThrow(() -> LxdProblems.baseNotFound(
                        reference,
                        "no image on LXD has the alias \""
                                + String.join("\" or \"", ImageAliases.candidates(reference.name()))
                                + "\", or a fingerprint that begins so"));
        boolean present =
                here.isPresent() || images.byFingerprint(image.fingerprint()).isPresent();
        if (!image.isContainer()) {
            throw ImageProblems.virtualMachine(reference);
        }
        if (wanted.isPresent() && !image.platform().suits(wanted.get())) {
            throw ImageProblems.otherPlatform(reference, wanted.get(), image.platform());
        }
        ImageDescription description = ImageDescription.of(image);
        descriptions.put(image.digest(), description);
        return new Base(
                reference,
                image.digest(),
                image.platform(),
                description.imageConfig(),
                0,
                present,
                named.flatMap(there -> pinned(there, image)));
    }

    /** Of one that this daemon has itself, another daemon would not know the fingerprint. */
    private static Optional<BaseReference.Image> pinned(LxdRemotes.Named named, LxdImage image) {
        return named.remote().isThisOne()
                ? Optional.empty()
                : Optional.of(new BaseReference.Image(named.remote().name() + ":" + image.fingerprint()));
    }

    private LxdImage elsewhere(BaseReference.Image reference, LxdRemotes.Named named, Platform platform)
            throws InterruptedException {
        boolean local = named.remote().isThisOne();
        // What has a fingerprint is the same wherever it lies.
        Optional<LxdImage> image =
                local || ImageAliases.isWholeFingerprint(named.alias()) ? find(named.alias()) : Optional.empty();
        if (image.isEmpty() && !local) {
            image = elsewhere.find(reference, named, platform);
        }
        return image.orElseThrow(() -> LxdProblems.baseNotFound(
                reference, "the remote \"" + named.remote().name() + "\" has no image \"" + named.alias() + "\""));
    }

    /** An image that is here, by alias, digest or the beginning of its fingerprint. */
    Optional<LxdImage> find(String name) throws InterruptedException {
        Optional<Digest> digest = ImageAliases.digest(name);
        if (digest.isPresent()) {
            return images.byFingerprint(digest.get().hex());
        }
        for (String alias : ImageAliases.candidates(name)) {
            Optional<LxdImage> found = images.byAlias(alias);
            if (found.isPresent()) {
                return found;
            }
        }
        return ImageAliases.isFingerprint(name) ? images.byFingerprint(name) : Optional.empty();
    }

    /** An image that is here, with its name if it was asked for by one. */
    Optional<Artifact> image(String name) throws InterruptedException {
        Optional<LxdImage> found = find(name).filter(LxdImage::isContainer);
        boolean named = ImageAliases.digest(name).isEmpty()
                && found.filter(image -> ImageAliases.candidates(name).stream().anyMatch(image::isNamed))
                        .isPresent();
        List<String> names = named ? List.of(ImageAliases.tagged(name)) : List.of();
        return found.map(image -> new Artifact(image.digest(), names, false));
    }

    /** What a base says of itself that was resolved here or elsewhere. */
    ImageDescription description(Base base) throws InterruptedException {
        ImageDescription known = descriptions.get(base.digest());
        if (known != null) {
            return known;
        }
        if (base.reference() instanceof BaseReference.Image image) {
            ImageDescription found = images.byFingerprint(base.digest().hex())
                    .map(ImageDescription::of)
                    .orElseThrow(() -> LxdProblems.baseNotFound(image, "LXD no longer has " + base.digest()));
            descriptions.put(base.digest(), found);
            return found;
        }
        if (!resolve(base.reference(), Optional.of(base.platform())).digest().equals(base.digest())) {
            throw ImageProblems.baseChanged(base.reference());
        }
        return description(base);
    }
}
