package dev.chandler.engine.local;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.event.ProgressSink;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
    private final LocalExporter exporter;
    private final Instances instances;
    private final Toolboxes toolboxes;
    private final Claims claims;
    private final LocalResources resources;

    private LocalEngine(
            Endpoint endpoint,
            StoreFolder folder,
            StateStore states,
            LocalBases bases,
            LocalPublisher publisher,
            LocalExporter exporter,
            Instances instances,
            Toolboxes toolboxes,
            Claims claims,
            LocalResources resources) {
        this.endpoint = endpoint;
        this.folder = folder;
        this.states = states;
        this.bases = bases;
        this.publisher = publisher;
        this.exporter = exporter;
        this.instances = instances;
        this.toolboxes = toolboxes;
        this.claims = claims;
        this.resources = resources;
    }

    static LocalEngine of(
            Endpoint endpoint, StoreFolder folder, ProcessIdentity owner, Map<String, String> environment) {
        LayerStore layers = new LayerStore(folder, owner);
        StateStore states = new StateStore(folder, layers, owner);
        ImageStore images = new ImageStore(folder);
        LayerArchives archives = new LayerArchives(folder, layers);
        LocalBases bases = new LocalBases(
                layers,
                states,
                images,
                new BaseLayers(folder, layers, archives),
                new RemoteBases(environment),
                new DockerBases(environment),
                Machine.platform());
        Claims claims = new Claims(folder, layers, owner);
        Toolboxes toolboxes = new Toolboxes(folder, layers, claims);
        return new LocalEngine(
                endpoint,
                folder,
                states,
                bases,
                new LocalPublisher(archives, states, images, bases),
                new LocalExporter(images, layers, archives, folder, environment),
                new Instances(folder, layers, states, claims),
                toolboxes,
                claims,
                new LocalResources(folder, layers, states, images, toolboxes, claims));
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
                Capability.BASE_OCI,
                Capability.BASE_DOCKER_ARCHIVE,
                Capability.BASE_SCRATCH,
                Capability.CLAIMS,
                Capability.DNS,
                Capability.EXPORT,
                Capability.PUSH,
                Capability.GET_OWNERS,
                Capability.HOSTS,
                Capability.MOUNT_BIND,
                Capability.MOUNT_CACHE,
                Capability.MOUNT_TMPFS,
                Capability.NETWORK_NONE,
                Capability.NO_NEW_PRIVILEGES,
                Capability.READ_ONLY,
                Capability.TOOLBOX,
                Capability.ULIMITS);
    }

    @Override
    public Base resolve(BaseReference reference) throws InterruptedException {
        return bases.resolve(reference, Optional.empty());
    }

    @Override
    public Base resolve(BaseReference reference, Optional<Platform> wanted) throws InterruptedException {
        return bases.resolve(reference, wanted);
    }

    @Override
    public Base pull(BaseReference reference, ProgressSink progress) throws InterruptedException {
        return pull(reference, Optional.empty(), progress);
    }

    @Override
    public Base pull(BaseReference reference, Optional<Platform> wanted, ProgressSink progress)
            throws InterruptedException {
        folder.prepare();
        return bases.pull(reference, wanted, progress);
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
        folder.prepare();
        return instances.create(spec, use(spec), Optional.empty());
    }

    private LayerUse use(InstanceSpec spec) throws InterruptedException {
        return spec.snapshot().isPresent() ? states.use(spec.snapshot().get()) : bases.use(spec.base());
    }

    @Override
    public Optional<Instance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        require(spec.settings().needs());
        folder.prepare();
        if (!claims.take(keys)) {
            return Optional.empty();
        }
        String claim = keys.get(0).hex();
        try {
            return Optional.of(instances.create(spec, use(spec), Optional.of(claim)));
        } catch (InterruptedException | RuntimeException e) {
            claims.giveUp(claim);
            throw e;
        }
    }

    @Override
    public Optional<Claim> claimed(List<Digest> keys) {
        return claims.find(keys);
    }

    @Override
    public void keepToolbox(Digest digest, ToolboxContent content) throws InterruptedException {
        folder.prepare();
        toolboxes.keep(digest, content);
    }

    @Override
    public Artifact publish(ArtifactSpec spec) throws InterruptedException {
        folder.prepare();
        return publisher.publish(spec);
    }

    @Override
    public Optional<Artifact> image(String name) {
        return publisher.image(name);
    }

    @Override
    public Descriptor push(Artifact artifact, String reference, ProgressSink progress) throws InterruptedException {
        progress.progress("pushing " + reference, -1, -1);
        return exporter.push(artifact, reference);
    }

    @Override
    public void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        exporter.export(artifact, receiver);
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
        try {
            instances.close();
        } finally {
            if (folder.isThere()) {
                resources.sweep();
            }
        }
    }
}
