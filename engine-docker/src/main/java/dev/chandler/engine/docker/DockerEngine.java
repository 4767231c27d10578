package dev.chandler.engine.docker;

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
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A Docker daemon. */
final class DockerEngine implements Engine {

    /** Beyond so many keys one list is cheaper than a question each. */
    private static final int ASKED_ONE_BY_ONE = 20;

    private final Endpoint endpoint;
    private final ClientIdentity client;
    private final DockerHttp http;
    private final DaemonVersion version;
    private final RegistryLogins logins;
    private final boolean local;
    private final DockerImages images;
    private final DockerBases bases;
    private final BuildImages build = new BuildImages();
    private @Nullable DockerDriver driver;
    private @Nullable BaseImports imports;
    private boolean closed;

    DockerEngine(
            Endpoint endpoint,
            ClientIdentity client,
            DockerHttp http,
            DaemonVersion version,
            RegistryLogins logins,
            BaseOrigins origins,
            boolean local) {
        this.endpoint = endpoint;
        this.client = client;
        this.http = http;
        this.version = version;
        this.logins = logins;
        this.local = local;
        this.images = new DockerImages(http, logins);
        this.bases = new DockerBases(images, origins, version.platform());
    }

    @Override
    public String id() {
        return "docker";
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public String description() {
        return version.description();
    }

    @Override
    public Platform platform() {
        return version.platform();
    }

    @Override
    public Set<Capability> capabilities() {
        return version.product().capabilities().stream()
                // The daemon would take its own machine's file of that name.
                .filter(capability -> local || capability != Capability.MOUNT_BIND)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Base resolve(BaseReference reference) throws InterruptedException {
        return resolve(reference, Optional.empty());
    }

    @Override
    public Base resolve(BaseReference reference, Optional<Platform> platform) throws InterruptedException {
        return bases.resolve(reference, platform);
    }

    @Override
    public Base pull(BaseReference reference, ProgressSink progress) throws InterruptedException {
        return pull(reference, Optional.empty(), progress);
    }

    @Override
    public Base pull(BaseReference reference, Optional<Platform> platform, ProgressSink progress)
            throws InterruptedException {
        if (reference instanceof BaseReference.Image image) {
            ImageName name = ImageName.parse(image.name());
            driver().pull(name, platform, logins.of(name), progress);
        }
        return bases.resolve(reference, platform);
    }

    @Override
    public Optional<Snapshot> findCheckpoint(List<Digest> keys) throws InterruptedException {
        Set<String> listed = keys.size() > ASKED_ONE_BY_ONE ? new HashSet<>(images.cacheNames()) : Set.of();
        for (Digest key : keys) {
            if (keys.size() <= ASKED_ONE_BY_ONE || listed.contains(DockerImages.cacheName(key))) {
                Optional<Snapshot> found = images.checkpoint(key);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Instance create(InstanceSpec spec) throws InterruptedException {
        require(spec.settings().needs());
        return containers().create(spec);
    }

    private Containers containers() {
        return new Containers(http, driver(), images, imports(), client, build, version, toolboxes());
    }

    /** Files alone are put into containers that do not run, which would not end with the client. */
    @Override
    public Optional<Instance> claim(InstanceSpec spec, List<Digest> keys) throws InterruptedException {
        require(spec.settings().needs());
        return spec.runsCommands() ? containers().claim(spec, keys).map(made -> made) : Optional.of(create(spec));
    }

    @Override
    public Optional<Claim> claimed(List<Digest> keys) throws InterruptedException {
        return new Claims(http).find(keys);
    }

    /** What is in a file is loaded as the state at once; its layers are shared with those that have them, too. */
    @Override
    public Snapshot keep(Base image, Digest key) throws InterruptedException {
        if (!(image.reference() instanceof BaseReference.Stored)) {
            return Engine.super.keep(image, key);
        }
        return DockerImages.snapshot(imports().state(image, key), Optional.of(key));
    }

    @Override
    public Artifact publish(ArtifactSpec spec) throws InterruptedException {
        return new DockerPublisher(images, bases, this::driver, this::imports).publish(spec);
    }

    @Override
    public Optional<Artifact> image(String name) throws InterruptedException {
        return bases.find(name).map(found -> new Artifact(found.id(), found.namesOf(name), false));
    }

    @Override
    public Descriptor push(Artifact artifact, String reference, ProgressSink progress) throws InterruptedException {
        require(Set.of(Capability.PUSH));
        return new DockerPusher(driver(), images, logins, client).push(artifact, reference, progress);
    }

    @Override
    public void export(Artifact artifact, ImageReceiver receiver) throws IOException, InterruptedException {
        require(Set.of(Capability.EXPORT));
        new DockerExporter(http, driver(), images).export(artifact, receiver);
    }

    /** A state is an image. */
    @Override
    public void export(Base base, Snapshot state, ImageReceiver receiver) throws IOException, InterruptedException {
        export(new Artifact(Digest.parse(state.id()), List.of(), false), receiver);
    }

    @Override
    public void keepToolbox(Digest digest, ToolboxContent content) throws InterruptedException {
        require(Set.of(Capability.TOOLBOX));
        toolboxes().keep(digest, content);
    }

    private Toolboxes toolboxes() {
        return new Toolboxes(
                http,
                this::driver,
                () -> imports().image(bases.resolve(new BaseReference.Scratch(), Optional.empty())),
                client,
                ToolboxLock.GONE);
    }

    @Override
    public Optional<DataContainer> dataContainer(String name) throws InterruptedException {
        require(Set.of(Capability.DATA_CONTAINER));
        return DockerDataContainer.find(http, driver(), name);
    }

    @Override
    public List<Resource> resources() throws InterruptedException {
        return new DockerResources(driver(), toolboxes()).list();
    }

    @Override
    public boolean remove(Resource resource) throws InterruptedException {
        return new DockerResources(driver(), toolboxes()).remove(resource);
    }

    /** Loaded when something has to be changed: that costs more than all that a build without changes does. */
    private synchronized DockerDriver driver() {
        if (closed) {
            throw new IllegalStateException("the engine has been closed");
        }
        DockerDriver current = driver;
        if (current == null) {
            current = version.product().driver(http, version.api());
            driver = current;
        }
        return current;
    }

    private synchronized BaseImports imports() {
        BaseImports current = imports;
        if (current == null) {
            current = new BaseImports(driver(), images, client);
            imports = current;
        }
        return current;
    }

    @Override
    public void close() {
        DockerDriver current;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            current = driver;
        }
        try {
            if (current != null) {
                close(current);
            }
        } finally {
            http.close();
        }
    }

    private void close(DockerDriver current) {
        try {
            build.remove(current);
        } finally {
            current.close();
        }
    }
}
