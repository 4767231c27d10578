package dev.chandler.engine.local;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.ProgressSink;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** This machine, and a folder on it. */
final class LocalEngine implements Engine {

    static final String ID = "local";

    private final Endpoint endpoint;
    private final StoreFolder folder;
    private final StateStore states;
    private final LocalBases bases;
    private final LocalPublisher publisher;
    private final Instances instances;
    private final LocalResources resources;

    private LocalEngine(
            Endpoint endpoint,
            StoreFolder folder,
            StateStore states,
            LocalBases bases,
            LocalPublisher publisher,
            Instances instances,
            LocalResources resources) {
        this.endpoint = endpoint;
        this.folder = folder;
        this.states = states;
        this.bases = bases;
        this.publisher = publisher;
        this.instances = instances;
        this.resources = resources;
    }

    static LocalEngine of(Endpoint endpoint, StoreFolder folder, ProcessIdentity owner) {
        LayerStore layers = new LayerStore(folder, owner);
        StateStore states = new StateStore(folder, layers, owner);
        ImageStore images = new ImageStore(folder);
        LocalBases bases = new LocalBases(layers, states, images);
        Instances instances = new Instances(folder, layers, states);
        return new LocalEngine(
                endpoint,
                folder,
                states,
                bases,
                new LocalPublisher(layers, states, images, bases),
                instances,
                new LocalResources(folder, layers, states, images));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String description() {
        return "this machine, in " + folder.root();
    }

    @Override
    public Platform platform() {
        return Machine.platform();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(
                Capability.BASE_IMAGE,
                Capability.BASE_ROOTFS,
                Capability.BASE_SCRATCH,
                Capability.DNS,
                Capability.GET_OWNERS,
                Capability.HOSTS,
                Capability.MOUNT_BIND,
                Capability.MOUNT_CACHE,
                Capability.MOUNT_TMPFS,
                Capability.NETWORK_NONE,
                Capability.NO_NEW_PRIVILEGES,
                Capability.READ_ONLY,
                Capability.ULIMITS);
    }

    @Override
    public Base resolve(BaseReference reference) throws InterruptedException {
        require(Set.of(reference.needs()));
        return bases.resolve(reference);
    }

    @Override
    public Base pull(BaseReference reference, ProgressSink progress) throws InterruptedException {
        return resolve(reference);
    }

    @Override
    public Optional<Snapshot> findCheckpoint(List<Digest> keys) {
        return keys.stream()
                .flatMap(key -> states.find(key).stream())
                .findFirst()
                .map(StoredState::snapshot);
    }

    @Override
    public Instance create(InstanceSpec spec) throws InterruptedException {
        require(spec.settings().needs());
        return instances.create(
                spec, spec.snapshot().isPresent() ? states.use(spec.snapshot().get()) : bases.use(spec.base()));
    }

    @Override
    public Artifact publish(ArtifactSpec spec) throws InterruptedException {
        return publisher.publish(spec);
    }

    @Override
    public Optional<Artifact> image(String name) {
        return publisher.image(name);
    }

    @Override
    public List<Resource> resources() {
        return resources.all();
    }

    @Override
    public boolean remove(Resource resource) {
        return resources.remove(resource);
    }

    @Override
    public void close() {
        instances.close();
        resources.sweep();
    }
}
