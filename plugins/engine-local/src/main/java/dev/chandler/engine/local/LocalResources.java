package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of ours is in the store, and whose it is; removes it. Thread-safe. */
final class LocalResources {

    private static final String WORK = "w";
    private static final String CACHES = "caches";
    private static final String IMAGES = "images/";
    private static final String TOOLBOXES = "toolboxes";

    private final StoreFolder folder;
    private final LayerStore layers;
    private final StateStore states;
    private final ImageStore images;
    private final Toolboxes toolboxes;
    private final StoreSweep sweep;

    LocalResources(
            StoreFolder folder,
            LayerStore layers,
            StateStore states,
            ImageStore images,
            Toolboxes toolboxes,
            Claims claims) {
        this.folder = folder;
        this.layers = layers;
        this.states = states;
        this.images = images;
        this.toolboxes = toolboxes;
        this.sweep = new StoreSweep(folder, layers, states, images, claims);
    }

    List<Resource> all() {
        List<Resource> found = new ArrayList<>();
        for (String name : folder.folders(WORK)) {
            instance(name).ifPresent(found::add);
        }
        for (StoredState state : states.all()) {
            found.add(resource(state));
        }
        images.unclaimed().forEach((id, name) -> found.add(image(id, name)));
        for (String name : folder.names(CACHES)) {
            found.add(new Resource(
                    Resource.Kind.CACHE,
                    CACHES + "/" + name,
                    name,
                    Optional.empty(),
                    Optional.empty(),
                    Instant.EPOCH,
                    -1));
        }
        for (String name : folder.names(TOOLBOXES)) {
            found.add(toolboxes.resource(name));
        }
        return found;
    }

    private Optional<Resource> instance(String name) {
        Optional<String> title = folder.read(WORK, name + "/instance");
        Optional<String> owner = folder.read(WORK, name + "/owner");
        if (title.isEmpty() || owner.isEmpty()) {
            return Optional.empty();
        }
        String build = owner.get().split("\n", -1)[1];
        return Optional.of(new Resource(
                Resource.Kind.INSTANCE,
                WORK + "/" + name,
                title.get().strip(),
                Optional.of(build),
                Optional.empty(),
                folder.changed(WORK, name + "/instance"),
                -1));
    }

    private static Resource resource(StoredState state) {
        return new Resource(
                state.key().isPresent() ? Resource.Kind.CHECKPOINT : Resource.Kind.IMAGE,
                "states/" + state.id(),
                state.id(),
                state.build(),
                state.key(),
                state.created(),
                -1);
    }

    /** Nobody else can tidy these away, as users of Docker do: so they are listed with what is kept to be quick. */
    private Resource image(Digest id, String name) {
        return new Resource(
                Resource.Kind.CHECKPOINT,
                IMAGES + id.hex(),
                name,
                Optional.empty(),
                Optional.empty(),
                folder.changed("images", id.hex()),
                -1);
    }

    /** Removes one thing, unless something that runs needs it. */
    boolean remove(Resource resource) {
        String name = resource.id().substring(resource.id().indexOf('/') + 1);
        boolean removed = switch (resource.kind()) {
            case CHECKPOINT, IMAGE ->
                resource.id().startsWith(IMAGES)
                        ? images.removeUnclaimed(new Digest(name), layers::isHeld)
                        : states.remove(name);
            case INSTANCE -> removeInstance(name);
            default -> removeFolder(resource.id());
        };
        if (removed) {
            sweep.unneeded();
        }
        return removed;
    }

    private boolean removeFolder(String id) {
        Optional<Path> aside = folder.alone(() -> layers.isHeld(id)
                ? Optional.empty()
                : Optional.of(folder.aside(folder.root().resolve(id))));
        aside.ifPresent(StoreFolder::takeApart);
        return aside.isPresent();
    }

    /** Ends what may still run in it, first. */
    private boolean removeInstance(String name) {
        folder.read(WORK, name + "/shell").ifPresent(line -> {
            try {
                ProcessIdentity shell = ProcessIdentity.parse(line);
                if (shell.runsHere()) {
                    ProcessHandle.of(shell.pid()).ifPresent(process -> {
                        process.destroyForcibly();
                        process.onExit().join();
                    });
                }
            } catch (IOException e) {
                throw LocalProblems.store("look into", folder.path(WORK, name), e);
            }
        });
        folder.read(WORK, name + "/use").ifPresent(use -> folder.delete("uses", use.strip()));
        folder.removeTree(folder.path(WORK, name));
        return true;
    }

    /** Removes what clients have left that run no more, and layers that nothing needs. */
    void sweep() {
        sweep.all();
    }
}
