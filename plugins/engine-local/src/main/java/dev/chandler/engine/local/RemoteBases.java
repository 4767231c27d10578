package dev.chandler.engine.local;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.registry.ImagePlace;
import dev.chandler.lib.registry.OtherPlatformException;
import dev.chandler.lib.registry.PullTerms;
import dev.chandler.lib.registry.RegistryImage;
import dev.chandler.lib.registry.RegistryPull;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Images at registries, with the logins that the user has told the docker client. Thread-safe. */
final class RemoteBases {

    /** A registry that is told nothing for as long is not waited for. */
    private static final PullTerms TERMS = new PullTerms(Set.of(), Duration.ofSeconds(60), Duration.ZERO);

    private static final String HUB = "docker.io";

    /** Names hosts that have what the Hub has, with commas between. */
    static final String MIRRORS = "CHANDLER_LOCAL_MIRRORS";

    private final Map<String, String> environment;

    RemoteBases(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * An image, and where.
     *
     * @param place its name there
     * @param image the image
     */
    record Remote(String place, RegistryImage image) {}

    /** What it is asked for at each place where it may be, in the order in which they are asked. */
    private List<String> places(ImageName name) {
        List<String> places = new ArrayList<>();
        if (name.place().registry().equals(HUB)) {
            for (String mirror : environment.getOrDefault(MIRRORS, "").split(",", -1)) {
                if (!mirror.isBlank()) {
                    places.add(mirror.strip() + name.whole().substring(HUB.length()));
                }
            }
        }
        places.add(name.whole());
        return places;
    }

    /** Something to be done with a registry. */
    private interface Work<T> {
        T with(RegistryPull registry) throws IOException, InterruptedException;
    }

    /**
     * Finds out which image a name stands for; empty where the registry has none of that name.
     *
     * @param wanted what it is to run on; empty for {@code own} where there is a choice
     */
    Optional<Remote> find(BaseReference.Image reference, ImageName name, Optional<Platform> wanted, Platform own)
            throws InterruptedException {
        EngineException failure = null;
        for (String place : places(name)) {
            try {
                Optional<RegistryImage> found = ask(
                        reference, place, wanted.orElse(own), registry -> RegistryImage.find(registry, wanted, own));
                if (found.isPresent()) {
                    requireSuitable(reference, found.get(), wanted);
                    return Optional.of(new Remote(place, found.get()));
                }
            } catch (EngineException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    /** An image that is for one platform alone is given whatever is wanted. */
    private static void requireSuitable(BaseReference reference, RegistryImage image, Optional<Platform> wanted) {
        if (wanted.isPresent() && !image.platform().suits(wanted.get())) {
            throw BaseProblems.otherPlatform(reference, wanted.get(), "the registry has it for " + image.platform());
        }
    }

    /**
     * Has the layers of an image in the store.
     *
     * @return what keeps them; the caller closes it
     */
    LayerUse fetch(BaseReference.Image reference, Remote remote, BaseLayers layers, ProgressSink progress)
            throws InterruptedException {
        RegistryImage image = remote.image();
        long whole = image.layers().stream()
                .mapToLong(layer -> layer.blob().sizeBytes())
                .sum();
        return ask(reference, remote.place(), image.platform(), registry -> {
            List<BaseLayers.Source> sources = new ArrayList<>();
            long before = 0;
            for (RegistryImage.Layer layer : image.layers()) {
                long begin = before;
                sources.add(new RemoteLayer(
                        registry, layer, bytes -> progress.progress("fetching " + reference, begin + bytes, whole)));
                before += layer.blob().sizeBytes();
            }
            return layers.unpacked(sources);
        });
    }

    private <T> T ask(BaseReference.Image reference, String place, Platform platform, Work<T> work)
            throws InterruptedException {
        DockerConfig config = DockerConfig.of(environment);
        try (RegistryPull registry = RegistryPull.open(place, config, TERMS)) {
            return work.with(registry);
        } catch (OtherPlatformException e) {
            throw BaseProblems.otherPlatform(reference, platform, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking for " + reference);
            }
            if (e instanceof LayerException) {
                throw BaseProblems.unusable(reference, BaseProblems.words(e));
            }
            if (e instanceof FileSystemException file) {
                throw LocalProblems.store("write", Path.of(String.valueOf(file.getFile())), e);
            }
            String registry = ImagePlace.parse(place).registry();
            throw BaseProblems.unreachable(reference, registry, BaseProblems.words(e));
        }
    }

    /** A layer at a registry. */
    private record RemoteLayer(RegistryPull registry, RegistryImage.Layer layer, RegistryImage.Progress progress)
            implements BaseLayers.Source {
        @Override
        public Digest diffId() {
            return layer.diffId();
        }

        @Override
        public void bringTo(Path file) throws IOException {
            RegistryImage.fetch(registry, layer.blob(), file, progress);
        }
    }
}
