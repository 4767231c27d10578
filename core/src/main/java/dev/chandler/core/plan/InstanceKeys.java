package dev.chandler.core.plan;

import dev.chandler.api.cache.Notes;
import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.manifest.InstanceSection;
import dev.chandler.core.manifest.MountSpec;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what steps can see of the way in which their instance is made.
 *
 * <p>In: the network, hosts, name servers, privileges, the read-only root, ulimits, devices; of mounts the kind and the
 * place, of a tmpfs its size, of a cache its name, of a toolbox its digest and its link, of a read-only bind the content, as of a copy. Out: memory and
 * processors, which like a timeout decide how fast a step ends and whether, not with what; where a bind comes from; what is
 * in a cache, and how builds share it. A bind that can be written to has no content here: with one no step is ever found
 * again. Each field is there only where it is used.
 */
final class InstanceKeys {

    private InstanceKeys() {}

    static void describe(Preimage.Builder key, InstanceSection instance, Notes notes) throws InterruptedException {
        InstanceSettings settings = instance.settings();
        if (settings.network().kind() != Network.Kind.DEFAULT) {
            key.field("network kind", settings.network().kind().name());
            key.field("network", settings.network().toString());
        }
        map(key, "hosts", settings.hosts());
        list(key, "dns", settings.dns());
        flag(key, "privileged", settings.privileged());
        list(key, "capabilities added", settings.addedCapabilities());
        list(key, "capabilities dropped", settings.droppedCapabilities());
        flag(key, "no new privileges", settings.noNewPrivileges());
        flag(key, "read-only root", settings.readOnly());
        Map<String, String> ulimits = new LinkedHashMap<>();
        settings.ulimits().forEach((name, limit) -> ulimits.put(name, limit.toString()));
        map(key, "ulimits", ulimits);
        list(key, "devices", settings.devices().stream().map(Device::toString).toList());
        mounts(key, instance.mounts(), notes);
    }

    private static void mounts(Preimage.Builder key, List<MountSpec> mounts, Notes notes) throws InterruptedException {
        Map<String, String> all = new LinkedHashMap<>();
        List<MountSpec> digested = new ArrayList<>();
        for (MountSpec each : mounts) {
            all.put(each.mount().target(), words(each.mount()));
            if (each.mount() instanceof Mount.Bind bind && bind.readOnly()) {
                digested.add(each);
            }
        }
        map(key, "mounts", all);
        for (MountSpec each : digested) {
            key.field("content of " + each.mount().target(), content((Mount.Bind) each.mount(), each, notes));
        }
    }

    private static String words(Mount mount) {
        if (mount instanceof Mount.Bind bind) {
            return bind.readOnly() ? "bind read-only" : "bind";
        }
        if (mount instanceof Mount.Cache cache) {
            return "cache " + cache.name();
        }
        if (mount instanceof Mount.Toolbox toolbox) {
            return "toolbox " + toolbox.digest()
                    + toolbox.link().map(link -> " linked from " + link).orElse("");
        }
        Mount.Tmpfs tmpfs = (Mount.Tmpfs) mount;
        return tmpfs.sizeBytes().isPresent() ? "tmpfs " + tmpfs.sizeBytes().getAsLong() : "tmpfs";
    }

    /** All that is there: ignore files say what is copied, and hide nothing of what is mounted. */
    private static String content(Mount.Bind bind, MountSpec spec, Notes notes) throws InterruptedException {
        try {
            return FileTree.scan(bind.source(), List.of()).digest(notes).toString();
        } catch (FileTreeException e) {
            List<Problem> problems = e.problems().stream()
                    .map(problem -> problem.where().isPresent() ? problem : problem.at(spec.location()))
                    .toList();
            throw new ManifestException(problems);
        }
    }

    private static void flag(Preimage.Builder key, String name, boolean value) {
        if (value) {
            key.field(name, "true");
        }
    }

    private static void list(Preimage.Builder key, String name, List<String> values) {
        if (!values.isEmpty()) {
            key.field(name, values);
        }
    }

    private static void map(Preimage.Builder key, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            key.field(name, values);
        }
    }
}
