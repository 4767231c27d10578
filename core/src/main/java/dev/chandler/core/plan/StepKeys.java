package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Action;
import dev.chandler.core.graph.Task;
import dev.chandler.core.graph.Test;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.InstanceSection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes keys: the only place that says what a result depends on.
 *
 * <p>In, in this order: the parent's key; the provisioner and its key version; what the provisioner
 * {@linkplain dev.chandler.api.provision.PreparedStep#describe describes}, under its own name; environment, user, workdir, shell, umask; the
 * name under which its output is registered, and the names of what it uses, whose values follow from the parent; its
 * secrets by name, source and version, never by value. At the start, the base's digest and platform, and of the instance
 * what {@link InstanceKeys} says. Out: names, timeouts, retries, parallelism, the engine and its address. A
 * change of what is in here, or of its order, needs a new format.
 */
final class StepKeys {

    /** A preimage, and those of its parts, which it names by their keys. */
    record Keyed(Preimage preimage, List<Preimage> parts) {}

    private static final String UMASK = "022";

    private StepKeys() {}

    static Preimage start(Base base, InstanceSection instance) throws InterruptedException {
        Preimage.Builder key = Preimage.of("chandler.start.v1")
                .field("base", base.digest())
                .field("platform", base.platform().toString());
        InstanceKeys.describe(key, instance);
        return key.build();
    }

    static Keyed task(Digest parent, Task task) throws InterruptedException {
        if (!task.parallel()) {
            return new Keyed(action(parent, task.branches().get(0).get(0)), List.of());
        }
        List<Preimage> parts = new ArrayList<>();
        List<String> branches = new ArrayList<>();
        for (List<Action> branch : task.branches()) {
            branches.add(chain(parent, branch, parts).toString());
        }
        Preimage block = Preimage.of("chandler.parallel.v1")
                .field("parent", parent)
                .field("branches", branches)
                .build();
        return new Keyed(block, parts);
    }

    static Keyed test(Digest parent, Test test) throws InterruptedException {
        List<Preimage> parts = new ArrayList<>();
        Preimage whole = Preimage.of("chandler.test.v1")
                .field("parent", parent)
                .field("actions", chain(parent, test.actions(), parts))
                .build();
        return new Keyed(whole, parts);
    }

    /** The key of actions one on the other; their preimages go to the parts. */
    private static Digest chain(Digest parent, List<Action> actions, List<Preimage> parts) throws InterruptedException {
        Digest key = parent;
        for (Action action : actions) {
            Preimage preimage = action(key, action);
            parts.add(preimage);
            key = preimage.key();
        }
        return key;
    }

    private static Preimage action(Digest parent, Action action) throws InterruptedException {
        ActionSpec spec = action.spec();
        Preimage.Builder key = Preimage.of("chandler.step.v1");
        key.field("parent", parent);
        key.field("provisioner", spec.provisioner());
        key.field("provisioner version", action.provisionerKeyVersion());
        action.describe(key.scoped(spec.provisioner()));
        key.field("env", action.env());
        key.field("user", spec.user().map(List::of).orElse(List.of()));
        key.field("workdir", spec.workdir().map(List::of).orElse(List.of()));
        key.field("umask", UMASK);
        // Only where they are used, so that all other keys are what they were.
        spec.register().ifPresent(name -> key.field("register", name.name()));
        if (!spec.references().isEmpty()) {
            Map<String, String> references = new LinkedHashMap<>();
            spec.references().forEach((variable, use) -> references.put(variable, use.name()));
            key.field("env from", references);
        }
        if (!spec.secrets().isEmpty()) {
            Map<String, String> sources = new LinkedHashMap<>();
            Map<String, String> versions = new LinkedHashMap<>();
            spec.secrets().forEach(secret -> {
                sources.put(secret.name(), secret.source().words());
                secret.version().ifPresent(version -> versions.put(secret.name(), version));
            });
            key.field("secrets", sources);
            key.field("secret versions", versions);
        }
        return key.build();
    }
}
