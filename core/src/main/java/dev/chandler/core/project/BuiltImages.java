package dev.chandler.core.project;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.problem.Location;
import dev.chandler.api.provision.BuildFiles;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.graph.OtherBuilds;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The images that the builds of a project have made, as far as that is known by now.
 *
 * <p>Thread-safe: a build that is done tells of its image, those that wait for it ask then.
 */
public final class BuiltImages implements OtherBuilds {

    private final Set<String> names;
    private final ImageContents contents;
    private final Map<String, Artifact> images = new ConcurrentHashMap<>();

    /**
     * Knows of no image yet.
     *
     * @param names the builds of the project
     * @param cache where is kept what was found in images
     * @param access how they are read; stays the caller's to close
     */
    public BuiltImages(Set<String> names, CacheStorage cache, ImageAccess access) {
        this.names = Set.copyOf(names);
        this.contents = new ImageContents(cache, access);
    }

    /**
     * Says what a build has made.
     *
     * @param build its name
     * @param image its image
     */
    public void made(String build, Artifact image) {
        images.put(build, image);
    }

    /**
     * What a build has made.
     *
     * @param build its name
     * @return its image; empty while that is not known
     */
    public Optional<Artifact> image(String build) {
        return Optional.ofNullable(images.get(build));
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public BuildFiles files(String build) {
        return new Files(build);
    }

    private final class Files implements BuildFiles {

        private final String build;

        Files(String build) {
            this.build = build;
        }

        @Override
        public String build() {
            return build;
        }

        @Override
        public boolean isKnown() {
            return images.containsKey(build);
        }

        @Override
        public Optional<Found> find(String path, Location place) throws InterruptedException {
            Optional<Artifact> image = image(build);
            return image.isPresent()
                    ? Optional.of(contents.find(new ImagePath(build, image.get(), path, place)))
                    : Optional.empty();
        }

        @Override
        public InputStream open(String path, Location place, Form form) throws InterruptedException {
            Artifact image = image(build)
                    .orElseThrow(() -> new IllegalStateException("the build " + build + " has made no image"));
            return contents.open(new ImagePath(build, image, path, place), form);
        }
    }
}
