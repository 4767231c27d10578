package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Resource;
import dev.chandler.engine.docker.DockerDriver.ImageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists and removes what is ours on a daemon. Thread-safe. */
final class DockerResources {

    private final DockerDriver driver;
    private final Toolboxes toolboxes;

    DockerResources(DockerDriver driver, Toolboxes toolboxes) {
        this.driver = driver;
        this.toolboxes = toolboxes;
    }

    /** Images come after what uses them, the youngest first: so a removal in this order succeeds. */
    List<Resource> list() throws InterruptedException {
        List<Resource> resources = new ArrayList<>(driver.buildResources());
        resources.addAll(toolboxes.resources());
        List<ImageRow> rows = driver.images();
        Map<String, ImageRow> byId =
                rows.stream().collect(Collectors.toMap(ImageRow::id, Function.identity(), (first, same) -> first));
        rows.stream()
                .sorted(Comparator.comparingLong(ImageRow::created).reversed())
                .flatMap(row -> image(row, byId).stream())
                .forEach(resources::add);
        return List.copyOf(resources);
    }

    private static Optional<Resource> image(ImageRow row, Map<String, ImageRow> byId) {
        Optional<Digest> key = label(row, ClientIdentity.KEY_LABEL).map(Digest::new);
        Optional<String> build = label(row, ClientIdentity.BUILD_LABEL);
        if (!isOurs(row)) {
            return Optional.empty();
        }
        ImageRow parent = byId.get(row.parent());
        long size = row.sizeBytes() - (parent == null ? 0 : parent.sizeBytes());
        String name = row.tags().stream()
                .map(ImageName::familiar)
                .filter(tag -> tag.startsWith(DockerImages.cacheRepository() + ":"))
                .findFirst()
                .orElse(row.id());
        Optional<String> below =
                Optional.ofNullable(parent).filter(DockerResources::isOurs).map(ImageRow::id);
        Instant created = Instant.ofEpochSecond(row.created());
        return Optional.of(new Resource(kind(row), row.id(), name, build, key, created, size, below));
    }

    private static boolean isOurs(ImageRow row) {
        return label(row, ClientIdentity.KEY_LABEL).isPresent()
                || label(row, ClientIdentity.BUILD_LABEL).isPresent();
    }

    private static Resource.Kind kind(ImageRow row) {
        if (label(row, ClientIdentity.KEY_LABEL).isEmpty()) {
            return Resource.Kind.IMAGE;
        }
        return label(row, ClientIdentity.BASE_LABEL).isPresent() ? Resource.Kind.BASE : Resource.Kind.CHECKPOINT;
    }

    /** Labels that a snapshot was to lose are there, but empty. */
    private static Optional<String> label(ImageRow row, String name) {
        return Optional.ofNullable(row.labels().get(name)).filter(value -> !value.isEmpty());
    }

    boolean remove(Resource resource) throws InterruptedException {
        switch (resource.kind()) {
            case CHECKPOINT, BASE, IMAGE -> {
                return driver.removeImage(resource.id());
            }
            case INSTANCE -> {
                driver.removeContainer(resource.id());
                return true;
            }
            case TOOLBOX -> {
                return toolboxes.remove(resource);
            }
            case CACHE, VOLUME -> {
                return driver.removeVolume(resource.id());
            }
            case NETWORK -> {
                return driver.removeNetwork(resource.id());
            }
        }
        throw new IllegalArgumentException("not a kind of resource: " + resource);
    }
}
