package @package@;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.ClientIdentity;
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

/**
 * One place that the engine is connected to. Thread-safe.
 *
 * @param endpoint the place
 * @param client who is connected: everything that is made there is labelled with it
 */
record @Name@Engine(Endpoint endpoint, ClientIdentity client) implements Engine {

    @Override
    public String id() {
        return "@name@";
    }

    @Override
    public String description() {
        throw Unwritten.method("@Name@Engine.description");
    }

    @Override
    public Platform platform() {
        throw Unwritten.method("@Name@Engine.platform");
    }

    /** What is not here is refused while planning; at least one BASE_ is needed to begin. */
    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Base resolve(BaseReference reference) throws InterruptedException {
        require(Set.of(reference.needs()));
        throw Unwritten.method("@Name@Engine.resolve");
    }

    @Override
    public Base pull(BaseReference reference, ProgressSink progress) throws InterruptedException {
        require(Set.of(reference.needs()));
        throw Unwritten.method("@Name@Engine.pull");
    }

    @Override
    public Optional<Snapshot> findCheckpoint(List<Digest> keys) throws InterruptedException {
        throw Unwritten.method("@Name@Engine.findCheckpoint");
    }

    @Override
    public Instance create(InstanceSpec spec) throws InterruptedException {
        require(spec.settings().needs());
        throw Unwritten.method("@Name@Engine.create");
    }

    @Override
    public Artifact publish(ArtifactSpec spec) throws InterruptedException {
        throw Unwritten.method("@Name@Engine.publish");
    }

    @Override
    public List<Resource> resources() throws InterruptedException {
        throw Unwritten.method("@Name@Engine.resources");
    }

    @Override
    public boolean remove(Resource resource) throws InterruptedException {
        throw Unwritten.method("@Name@Engine.remove");
    }

    @Override
    public void close() {
        // Nothing is open yet.
    }
}
