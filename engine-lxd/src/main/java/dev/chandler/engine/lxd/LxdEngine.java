package dev.chandler.engine.lxd;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.engine.Shield;
import dev.chandler.lib.registry.RegistryPush;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An LXD daemon. */
final class LxdEngine implements Engine {

    private static final Set<Capability> CAPABILITIES = Set.of(
            Capability.BASE_IMAGE,
            Capability.BASE_ROOTFS,
            Capability.BASE_OCI,
            Capability.BASE_DOCKER_ARCHIVE,
            Capability.BASE_SCRATCH,
            Capability.CLAIMS,
            Capability.PUSH,
            Capability.EXPORT,
            Capability.GET_OWNERS,
            Capability.NETWORK_NONE,
            Capability.NETWORK_NAMED,
            Capability.HOSTS,
            Capability.DNS,
            Capability.MEMORY,
            Capability.CPUS,
            Capability.PRIVILEGED,
            Capability.LINUX_CAPABILITIES,
            Capability.NO_NEW_PRIVILEGES,
            Capability.READ_ONLY,
            Capability.ULIMITS,
            Capability.DEVICES,
            Capability.MOUNT_CACHE,
            Capability.MOUNT_TMPFS,
            Capability.TOOLBOX);

    private final LxdHttp http;
    private final LxdServer server;
    private final ClientIdentity client;
    private final LxdOptions options;
    private final Map<String, String> environment;
    private final Operations operations;
    private final LxdBases bases;
    private final BaseImports imports;
    private final LxdPublisher publisher;
    private final LxdExporter exporter;
    private final PendingImages pending;
    private final Addresses addresses;
    private final BuildStates build = new BuildStates();
    private @Nullable Place place;
    private boolean closed;

    LxdEngine(LxdHttp http, LxdServer server, ClientIdentity client, Map<String, String> environment) {
        this.http = http;
        this.server = server;
        this.client = client;
        this.options = http.options();
        this.environment = Map.copyOf(environment);
        this.operations = new Operations(http);
        this.addresses = new Addresses(http);
        ImageStore images = new ImageStore(http, operations);
        this.bases = new LxdBases(
                images, new LxdRemotes(environment), new RemoteImages(http, operations), server.platform());
        this.imports = new BaseImports(images, new ImageUpload(http, operations), client);
        this.publisher = new LxdPublisher(http, operations, images, bases, imports, client, options, Clock.systemUTC());
        this.exporter = new LxdExporter(http, images);
        this.pending = new PendingImages(images);
    }

    @Override
    public String id() {
        return "lxd";
    }

    @Override
    public Endpoint endpoint() {
        return http.endpoint();
    }

    @Override
    public String description() {
        return server.description();
    }

    @Override
    public Platform platform() {
        return server.platform();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
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
        return bases.pull(reference, Optional.empty(), progress);
    }

    @Override
    public Base pull(BaseReference reference, Optional<Platform> wanted, ProgressSink progress)
            throws InterruptedException {
        return bases.pull(reference, wanted, progress);
    }

    @Override
    public Optional<Snapshot> findCheckpoint(List<Digest> keys) throws InterruptedException {
        return Snapshots.find(http, keys);
    }

    @Override
    public Instance create(InstanceSpec spec) throws InterruptedException {
        require(spec.settings().needs());
        return instances().create(spec);
    }

    @Override
    public Optional<Instance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        require(spec.settings().needs());
        return instances().claim(spec, keys).map(Instance.class::cast);
    }

    @Override
    public Optional<Claim> claimed(List<Digest> keys) throws InterruptedException {
        return Claims.find(http, keys);
    }

    private Instances instances() throws InterruptedException {
        Place known = place();
        Snapshots snapshots = new Snapshots(http, operations, client, known, build);
        return new Instances(http, operations, client, known, imports, snapshots, addresses);
    }

    private synchronized Place place() throws InterruptedException {
        Place known = place;
        if (known == null) {
            known = Place.find(http, options);
            place = known;
        }
        return known;
    }

    @Override
    public Artifact publish(ArtifactSpec spec) throws InterruptedException {
        return publisher.publish(spec);
    }

    @Override
    public Optional<Artifact> image(String name) throws InterruptedException {
        return bases.image(name);
    }

    /** By ourselves, for LXD knows no registries: it is the image that it gives out. */
    @Override
    public Descriptor push(Artifact artifact, String reference, ProgressSink progress) throws InterruptedException {
        progress.progress("pushing " + reference, -1, -1);
        Path room = Path.of(System.getProperty("java.io.tmpdir"));
        return new RegistryPush(DockerConfig.of(environment), room)
                .push(receiver -> export(artifact, receiver), reference);
    }

    @Override
    public void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        if (!exporter.export(artifact, receiver)) {
            // Packed by the daemon, it is in one.
            Base base = bases.resolve(new BaseReference.Image(artifact.id().toString()), Optional.empty());
            ArtifactSpec same = new ArtifactSpec(base, Optional.empty(), base.config(), List.of());
            exporter.export(publisher.publish(same), receiver);
        }
    }

    @Override
    public void export(Base base, Snapshot state, ImageReceiver receiver) throws IOException, InterruptedException {
        publisher.meanwhile(
                new ArtifactSpec(base, Optional.of(state), base.config(), List.of()),
                artifact -> export(artifact, receiver));
    }

    @Override
    public void keepToolbox(Digest digest, ToolboxContent content) throws InterruptedException {
        new Toolboxes(http, operations, client, place()).keep(digest, content);
    }

    @Override
    public List<Resource> resources() throws InterruptedException {
        Publishing.awaitEnd(http);
        List<Resource> resources = new ArrayList<>(listed().list());
        resources.addAll(pending.list());
        return List.copyOf(resources);
    }

    @Override
    public Resource measured(Resource resource) throws InterruptedException {
        return listed().measured(resource);
    }

    @Override
    public boolean remove(Resource resource) throws InterruptedException {
        if (PendingImages.is(resource)) {
            pending.remove(resource);
            return true;
        }
        return listed().remove(resource);
    }

    private LxdResources listed() throws InterruptedException {
        return new LxdResources(http, operations, new Volumes(http, operations, place().pool()));
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            removeStates();
        } finally {
            http.close();
        }
    }

    /** All of them, also where one cannot be removed; the first failure is told. */
    private void removeStates() {
        EngineException failure = null;
        for (Optional<String> name = build.next(); name.isPresent(); name = build.next()) {
            String state = name.get();
            try {
                Shield.always(() -> new Removal(http, operations).remove(state));
            } catch (EngineException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
