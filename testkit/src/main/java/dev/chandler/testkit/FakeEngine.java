package dev.chandler.testkit;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Descriptor;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.DataContainer;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.ImageReceiver;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.engine.ToolboxContent;
import dev.chandler.api.event.ProgressSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * An engine in memory, for tests of what uses engines; see {@link FakeHost} for what it records and how it is made to
 * fail, and {@link FakeInstance} for the commands it knows. Starts nothing from a state of more than 125 layers.
 * Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeEngine implements Engine {

    /** As many layers as Docker can mount. */
    private static final int MAX_DEPTH = 125;

    private static final Platform PLATFORM = new Platform("linux", "amd64", "");

    private final String id;
    private final Endpoint endpoint;
    private final FakeHost host;
    private final ClientIdentity client;

    /** Makes an engine with a host of its own, for a build {@code test}. */
    public FakeEngine() {
        this(new FakeHost(), new ClientIdentity("0.0.0", "test"));
    }

    /**
     * Makes an engine.
     *
     * @param host what is behind it
     * @param client who uses it
     */
    public FakeEngine(FakeHost host, ClientIdentity client) {
        this("fake", new Endpoint("fake:", "default"), host, client);
    }

    FakeEngine(String id, Endpoint endpoint, FakeHost host, ClientIdentity client) {
        this.id = id;
        this.endpoint = endpoint;
        this.host = host;
        this.client = client;
    }

    /**
     * What is behind the engine.
     *
     * @return the host
     */
    public FakeHost host() {
        return host;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String description() {
        return "Fake Engine";
    }

    @Override
    public Platform platform() {
        return PLATFORM;
    }

    @Override
    public Set<Capability> capabilities() {
        return host.capabilities();
    }

    @Override
    public Base resolve(BaseReference reference) throws InterruptedException {
        called("resolve " + reference);
        return local(reference)
                .map(image -> present(reference, image))
                .or(() -> host.remoteImage(reference.toString()).map(image -> absent(reference, image)))
                .orElseThrow(() -> FakeHost.refusal("no image \"" + reference + "\""));
    }

    private Base present(BaseReference reference, FakeImage image) {
        return new Base(reference, image.id(), PLATFORM, image.config(), image.depth(), true, pinned(reference, image));
    }

    private Base absent(BaseReference reference, FakeImage image) {
        Digest manifest = Digest.of("manifest of " + image.id());
        return new Base(reference, manifest, PLATFORM, image.config(), 0, false, pinned(reference, image));
    }

    private Optional<BaseReference.Image> pinned(BaseReference reference, FakeImage image) {
        return host.pinnedImage(reference.toString(), image).map(BaseReference.Image::new);
    }

    private Optional<FakeImage> local(BaseReference reference) {
        if (reference instanceof BaseReference.Scratch) {
            return Optional.of(new FakeImage(new FakeTree(), ImageConfig.EMPTY, 0));
        }
        return host.image(reference.toString());
    }

    @Override
    public Base pull(BaseReference reference, ProgressSink progress) throws InterruptedException {
        called("pull " + reference);
        host.remoteImage(reference.toString()).ifPresent(image -> {
            progress.progress("pulling " + reference, 1, 1);
            host.addImage(reference.toString(), image);
        });
        return local(reference)
                .map(image -> present(reference, image))
                .orElseThrow(() -> FakeHost.refusal("no image \"" + reference + "\" to pull"));
    }

    @Override
    public Optional<Snapshot> findCheckpoint(List<Digest> keys) throws InterruptedException {
        called("find " + keys.size());
        return keys.stream()
                .flatMap(key -> host.checkpoint(key).stream())
                .map(FakeSnapshot::snapshot)
                .findFirst();
    }

    @Override
    public Optional<Instance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        called("claim " + keys.size());
        synchronized (host) {
            if (host.instances().stream().anyMatch(each -> each.claims(keys.get(0)))) {
                return Optional.empty();
            }
            FakeInstance instance = create(spec);
            instance.claim(keys);
            return Optional.of(instance);
        }
    }

    @Override
    public Optional<Claim> claimed(List<Digest> keys) throws InterruptedException {
        called("claimed " + keys.size());
        return host.instances().stream()
                .flatMap(each -> each.claimed(keys).stream())
                .findFirst();
    }

    @Override
    public FakeInstance create(InstanceSpec spec) throws InterruptedException {
        require(spec.settings().needs());
        if (!spec.base().present()) {
            throw new IllegalStateException("the base was not pulled: " + spec.base());
        }
        String name = host.nextInstance();
        String origin = spec.snapshot()
                .map(FakeEngine::words)
                .orElse(spec.base().reference().toString());
        called("create " + name + " from " + origin);
        FakeTree tree = spec.snapshot().isPresent()
                ? state(spec.snapshot().get()).tree()
                : base(spec.base()).tree();
        int depth =
                spec.snapshot().map(Snapshot::depth).orElse(base(spec.base()).depth());
        if (depth > MAX_DEPTH) {
            throw FakeHost.refusal("max depth exceeded");
        }
        FakeTree own = tree.copy();
        spec.settings().mounts().forEach(mount -> FakeMounts.mount(mount, own, host));
        boolean scratch = spec.base().reference() instanceof BaseReference.Scratch;
        if (scratch && spec.runsCommands() && own.file(spec.shell()).isEmpty()) {
            throw FakeHost.refusal("no " + spec.shell() + " in scratch");
        }
        FakeInstance instance = new FakeInstance(host, client, spec, name, own, depth);
        host.add(instance);
        return instance;
    }

    private FakeImage base(Base base) {
        return local(base.reference())
                .filter(image -> image.id().equals(base.digest()))
                .orElseThrow(() -> FakeHost.refusal("the base \"" + base.reference() + "\" is no longer there"));
    }

    private FakeSnapshot state(Snapshot snapshot) {
        return host.snapshot(snapshot.id())
                .orElseThrow(() -> FakeHost.refusal("the snapshot \"" + snapshot.id() + "\" is no longer there"));
    }

    private static String words(Snapshot snapshot) {
        return snapshot.key().map(key -> "key " + key.shortHex()).orElse("snapshot " + snapshot.id());
    }

    @Override
    public Artifact publish(ArtifactSpec spec) throws InterruptedException {
        called("publish " + String.join(", ", spec.references()));
        FakeTree tree = spec.state().isPresent()
                ? state(spec.state().get()).tree()
                : base(spec.base()).tree();
        int depth = spec.state().map(Snapshot::depth).orElse(base(spec.base()).depth());
        FakeImage image = new FakeImage(tree, spec.config(), depth);
        boolean created = host.addImage(image);
        for (String reference : spec.references()) {
            created |= !host.image(reference).map(FakeImage::id).equals(Optional.of(image.id()));
            host.addImage(reference, image);
        }
        return new Artifact(image.id(), spec.references(), created);
    }

    @Override
    public Optional<Artifact> image(String name) throws InterruptedException {
        called("image " + name);
        Optional<FakeImage> named = host.image(name);
        return named.isPresent()
                ? named.map(image -> new Artifact(image.id(), List.of(name), false))
                : host.imageById(name).map(image -> new Artifact(image.id(), List.of(), false));
    }

    @Override
    public Descriptor push(Artifact artifact, String reference, ProgressSink progress) throws InterruptedException {
        called("push " + reference);
        FakeImage image = published(artifact);
        progress.progress("pushing " + reference, 1, 1);
        host.pushed(reference, image);
        return new Descriptor("application/vnd.oci.image.manifest.v1+json", Digest.of("manifest of " + image.id()), 1);
    }

    @Override
    public void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        called("export " + String.join(", ", artifact.references()));
        byte[] layer = FakeTar.pack("/", published(artifact).tree()).readAllBytes();
        receiver.layer(new ByteArrayInputStream(layer));
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + Digest.of(layer) + "\"]}}";
        receiver.config(config.getBytes(StandardCharsets.UTF_8));
    }

    private FakeImage published(Artifact artifact) {
        return host.image(artifact.id())
                .orElseThrow(() -> FakeHost.refusal("the image " + artifact.id() + " is no longer there"));
    }

    @Override
    public void keepToolbox(Digest digest, ToolboxContent content) throws InterruptedException {
        called("toolbox " + digest.shortHex());
        host.toolboxes().keep(digest, content);
    }

    @Override
    public Optional<DataContainer> dataContainer(String name) throws InterruptedException {
        called("data " + name);
        return host.dataContainer(name).map(found -> found);
    }

    @Override
    public List<Resource> resources() throws InterruptedException {
        called("resources");
        return host.resources();
    }

    @Override
    public boolean remove(Resource resource) throws InterruptedException {
        called("remove " + resource.name());
        if (resource.kind() == Resource.Kind.INSTANCE) {
            host.removeInstance(resource.id());
            return true;
        }
        if (resource.kind() == Resource.Kind.CACHE) {
            return host.removeCache(resource.id());
        }
        if (resource.kind() == Resource.Kind.TOOLBOX) {
            return host.removeToolbox(resource.key().orElseThrow());
        }
        if (host.instances().stream().anyMatch(each -> each.startedFrom(resource.id()))) {
            return false;
        }
        host.removeSnapshot(resource.id());
        return true;
    }

    /** Takes with it every instance of this build that was not told to stay, as a lease would. */
    @Override
    public void close() {
        host.instances().stream().filter(each -> each.belongsTo(client)).forEach(FakeInstance::clientGone);
    }

    private void called(String call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(call);
        }
        host.called(call);
        // A trap may have interrupted the caller: what the call would have done is not done then.
        if (Thread.interrupted()) {
            throw new InterruptedException(call);
        }
    }
}
