package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists and removes what is ours on a daemon. Thread-safe. */
final class LxdResources {

    private final LxdHttp http;
    private final Operations operations;
    private final Volumes volumes;

    LxdResources(LxdHttp http, Operations operations, Volumes volumes) {
        this.volumes = volumes;
        this.http = http;
        this.operations = operations;
    }

    /** States come after what uses them, the youngest first: so a removal in this order succeeds. */
    List<Resource> list() throws InterruptedException {
        List<Resource> running = new ArrayList<>();
        List<Resource> states = new ArrayList<>();
        for (JsonObject instance :
                InstanceList.ours(http).stream().sorted(Snapshots.byAge()).toList()) {
            Resource resource = resource(instance);
            (resource.kind() == Resource.Kind.INSTANCE ? running : states).add(resource);
        }
        running.addAll(volumes.list());
        running.addAll(states);
        return List.copyOf(running);
    }

    private static Resource resource(JsonObject instance) {
        JsonObject config = Json.object(instance, "config");
        Optional<Digest> key = Labels.key(config);
        boolean state = Labels.text(config, Labels.STATE).isPresent();
        Resource.Kind other = state ? Resource.Kind.IMAGE : Resource.Kind.INSTANCE;
        String name = Json.text(instance, "name");
        return new Resource(
                key.isPresent() ? Resource.Kind.CHECKPOINT : other,
                name,
                name,
                Labels.build(config),
                key,
                Snapshots.created(instance),
                -1);
    }

    /**
     * How much a state takes, where the storage pool counts that: ZFS does, Btrfs where the root disk has a {@code size}, a folder
     * never. Source: LXD 5.0, {@code doc/rest-api.yaml}, {@code InstanceStateDisk}.
     */
    Resource measured(Resource resource) throws InterruptedException {
        if (resource.kind() != Resource.Kind.CHECKPOINT) {
            return resource;
        }
        LxdAnswer answer = http.get(http.at("instances", resource.id(), "state"));
        JsonObject root = answer.ok() ? Json.object(Json.object(answer.object(), "disk"), "root") : new JsonObject();
        return root.has("usage") ? resource.withSize(root.get("usage").getAsLong()) : resource;
    }

    boolean remove(Resource resource) throws InterruptedException {
        if (resource.kind() == Resource.Kind.CACHE || resource.kind() == Resource.Kind.TOOLBOX) {
            return volumes.remove(resource.id());
        }
        if (resource.kind() != Resource.Kind.INSTANCE && (isUsed(resource.id()) || Publishing.goesOn(http))) {
            return false;
        }
        new Removal(http, operations).remove(resource.id());
        return true;
    }

    /** A copy needs what it was made of no more; but a build that goes on from a state may want it again. */
    private boolean isUsed(String state) throws InterruptedException {
        return InstanceList.ours(http).stream()
                .anyMatch(instance -> Labels.text(Json.object(instance, "config"), Labels.FROM)
                        .filter(state::equals)
                        .isPresent());
    }
}
