package dev.chandler.engine.local;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.registry.RegistryImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds bases: images in the store and at registries, and what files of this machine hold. Thread-safe. */
final class LocalBases {

    private static final Digest SCRATCH = Digest.of("scratch");

    private final LayerStore store;
    private final StateStore states;
    private final ImageStore images;
    private final BaseLayers layers;
    private final RemoteBases remotes;
    private final DockerBases docker;
    private final FileBases files;
    private final Platform own;
    private final Map<Digest, ImageOrigin> origins = new ConcurrentHashMap<>();

    LocalBases(
            LayerStore store,
            StateStore states,
            ImageStore images,
            BaseLayers layers,
            RemoteBases remotes,
            DockerBases docker,
            Platform own) {
        this.store = store;
        this.states = states;
        this.images = images;
        this.layers = layers;
        this.remotes = remotes;
        this.docker = docker;
        this.files = new FileBases(own);
        this.own = own;
    }

    /**
     * Finds a base.
     *
     * @param wanted what it is to be for; empty for this machine's platform, where there is a choice
     */
    Base resolve(BaseReference reference, Optional<Platform> wanted) throws InterruptedException {
        if (reference instanceof BaseReference.Image image) {
            return image(image, wanted);
        }
        if (reference instanceof BaseReference.Stored stored) {
            ImageFile image = files.image(stored, wanted);
            return base(reference, image.id(), image.platform(), new ImageOrigin(image.config()));
        }
        Platform platform = wanted.orElse(own);
        return reference instanceof BaseReference.Rootfs rootfs
                ? base(reference, files.digest(rootfs), platform, ImageOrigin.none())
                : base(reference, SCRATCH, platform, ImageOrigin.none());
    }

    private Base base(BaseReference reference, Digest digest, Platform platform, ImageOrigin origin) {
        origins.put(digest, origin);
        return new Base(reference, digest, platform, origin.imageConfig(), 0, true);
    }

    private Base image(BaseReference.Image reference, Optional<Platform> wanted) throws InterruptedException {
        Optional<StoredImage> here = find(reference.name());
        if (here.isPresent()
                && (wanted.isEmpty() || origin(here.get()).platform().suits(wanted.get()))) {
            return present(reference, here.get());
        }
        ImageName name = name(reference);
        Elsewhere there = elsewhere(reference, name, wanted);
        if (there.registry().isPresent()) {
            RegistryImage image = there.registry().get().image();
            return absent(
                    reference,
                    ImageOrigin.read(config(reference, image)),
                    Digest.of(image.config()),
                    pinned(name, image.named()));
        }
        if (there.docker().isPresent()) {
            DockerBases.Found found = there.docker().get();
            return absent(reference, found.origin(), found.id(), Optional.empty());
        }
        throw here.isPresent()
                ? BaseProblems.otherPlatform(
                        reference,
                        wanted.orElse(own),
                        "the one here is for " + origin(here.get()).platform())
                : BaseProblems.notFound(
                        reference, "neither this machine nor " + name.place().registry() + " has it");
    }

    private static Base absent(
            BaseReference reference, ImageOrigin origin, Digest digest, Optional<BaseReference.Image> pinned) {
        return new Base(reference, digest, origin.platform(), origin.imageConfig(), 0, false, pinned);
    }

    /** Where an image is that is not here: at a registry, else on this machine's Docker; at most one of them. */
    private record Elsewhere(Optional<RemoteBases.Remote> registry, Optional<DockerBases.Found> docker) {}

    /** Asks registries; where they do not have it, or cannot be reached, this machine's Docker may have it. */
    private Elsewhere elsewhere(BaseReference.Image reference, ImageName name, Optional<Platform> wanted)
            throws InterruptedException {
        Optional<EngineException> failure = Optional.empty();
        try {
            Optional<RemoteBases.Remote> remote = remotes.find(reference, name, wanted, own);
            if (remote.isPresent()) {
                return new Elsewhere(remote, Optional.empty());
            }
        } catch (EngineException e) {
            failure = Optional.of(e);
        }
        Optional<DockerBases.Found> found = docker.find(name).filter(there -> DockerBases.suits(there, wanted));
        if (found.isEmpty() && failure.isPresent()) {
            throw failure.get();
        }
        return new Elsewhere(Optional.empty(), found);
    }

    private static Optional<BaseReference.Image> pinned(ImageName name, Digest digest) {
        return Optional.of(new BaseReference.Image(name.pinned(digest)));
    }

    private Base present(BaseReference.Image reference, StoredImage image) {
        Optional<BaseReference.Image> pinned = ImageName.parse(reference.name())
                .flatMap(name -> images.registryDigest(name.whole()).flatMap(digest -> pinned(name, digest)));
        ImageOrigin origin = origin(image);
        return new Base(reference, image.id(), origin.platform(), origin.imageConfig(), 0, true, pinned);
    }

    private static ImageName name(BaseReference.Image reference) {
        return ImageName.parse(reference.name())
                .orElseThrow(() -> BaseProblems.notFound(reference, "that is not the name of an image"));
    }

    /** An image that is in the store, by name or id. */
    Optional<StoredImage> find(String name) {
        Optional<Digest> id = ImageName.id(name);
        return id.isPresent()
                ? images.get(id.get())
                : ImageName.parse(name)
                        .flatMap(known -> images.named(known.whole()))
                        .flatMap(images::get);
    }

    /** Fetches a base that lies elsewhere, or a newer one of its name; one that no registry has, and files, stay what they are. */
    Base pull(BaseReference reference, Optional<Platform> wanted, ProgressSink progress) throws InterruptedException {
        if (!(reference instanceof BaseReference.Image image)
                || ImageName.id(image.name()).isPresent()) {
            return resolve(reference, wanted);
        }
        ImageName name = name(image);
        Elsewhere there = elsewhere(image, name, wanted);
        if (there.registry().isPresent()) {
            keep(image, name, there.registry().get(), progress);
        } else if (there.docker().isPresent()) {
            keepOfDocker(image, name, wanted, progress);
        }
        return resolve(reference, wanted);
    }

    private void keep(BaseReference.Image reference, ImageName name, RemoteBases.Remote remote, ProgressSink progress)
            throws InterruptedException {
        String config = config(reference, remote.image());
        Digest named = remote.image().named();
        try (LayerUse use = remotes.fetch(reference, remote, layers, progress)) {
            images.keepPulled(new StoredImage(config, use.layers()), name.whole(), name.wholePinned(named), named);
        }
    }

    private void keepOfDocker(
            BaseReference.Image reference, ImageName name, Optional<Platform> wanted, ProgressSink progress)
            throws InterruptedException {
        progress.progress("taking " + reference + " from Docker", -1, -1);
        try (LayerDraft draft = store.draft()) {
            docker.save(reference, name, draft.archive());
            Base base = resolve(new BaseReference.DockerArchive(draft.archive(), Optional.empty()), wanted);
            try (LayerUse use = unpacked(base)) {
                images.keep(new StoredImage(config(base).orElseThrow(), use.layers()), List.of(name.whole()));
            }
        }
    }

    /** All of it that will be read later is read here, where one can say whose fault it is. */
    private static String config(BaseReference reference, RegistryImage image) {
        byte[] bytes = image.config();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Digest.of(text).equals(Digest.of(bytes))) {
            throw BaseProblems.unusable(reference, "its config is no UTF-8");
        }
        try {
            ImageOrigin.read(text).imageConfig();
            return text;
        } catch (RuntimeException e) {
            throw BaseProblems.unusable(reference, "its config is not what it should be: " + e.getMessage());
        }
    }

    /** Has a base's layers in the store, and stay there while something starts from it. */
    LayerUse use(Base base) throws InterruptedException {
        if (base.reference() instanceof BaseReference.Image) {
            StoredImage image = images.get(base.digest())
                    .orElseThrow(() -> BaseProblems.noImage(base.digest().toString()));
            return store.use(image);
        }
        Optional<StoredState> there = states.find(base.digest());
        if (there.isPresent()) {
            return states.use(there.get().snapshot());
        }
        LayerUse use = unpacked(base);
        if (!base.digest().equals(SCRATCH)) {
            states.keep(use.layers(), Optional.of(base.digest()));
        }
        return use;
    }

    private LayerUse unpacked(Base base) throws InterruptedException {
        try {
            return layers.unpacked(files.sources(base));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading base " + base.reference());
            }
            throw BaseProblems.unusable(base.reference(), BaseProblems.words(e));
        }
    }

    /** What an image over a base takes over from it, whether that was resolved here or elsewhere. */
    ImageOrigin origin(Base base) throws InterruptedException {
        ImageOrigin known = origins.get(base.digest());
        if (known != null) {
            return known;
        }
        if (base.reference() instanceof BaseReference.Image) {
            return images.get(base.digest())
                    .map(LocalBases::origin)
                    .orElseThrow(() -> BaseProblems.noImage(base.digest().toString()));
        }
        if (!resolve(base.reference(), Optional.of(base.platform())).digest().equals(base.digest())) {
            throw BaseProblems.changed(base.reference());
        }
        return origin(base);
    }

    private static ImageOrigin origin(StoredImage image) {
        return ImageOrigin.read(image.config());
    }

    /** The text of the config of a base that is published as it is; empty of one that has none. */
    Optional<String> config(Base base) {
        if (base.reference() instanceof BaseReference.Image) {
            return images.get(base.digest()).map(StoredImage::config);
        }
        return base.reference() instanceof BaseReference.Stored stored
                ? Optional.of(files.image(stored, Optional.of(base.platform())).configBytes())
                        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                        .filter(text -> Digest.of(text).equals(base.digest()))
                : Optional.empty();
    }
}
