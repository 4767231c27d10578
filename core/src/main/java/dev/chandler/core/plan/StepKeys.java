package dev.chandler.core.plan;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.cache.Notes;
import dev.chandler.api.engine.Base;
import dev.chandler.core.cache.Preimage;
import dev.chandler.core.graph.Action;
import dev.chandler.core.manifest.ActionSpec;
import dev.chandler.core.manifest.InstanceSection;
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
 * what {@link InstanceKeys} says. What a step reads from outside is a key on top of its own
 * ({@link dev.chandler.core.observe.Observations#on}). Out: names, timeouts, retries, parallelism, the engine and its address. A
 * change of what is in here, or of its order, needs a new format.
 */
final class StepKeys {

    private static final String UMASK = "022";

    private StepKeys() {}

    static Preimage start(Base base, InstanceSection instance, Notes notes) throws InterruptedException {
        Preimage.Builder key = Preimage.of("chandler.start.v1")
                .field("base", base.digest())
                .field("platform", base.platform().toString());
        InstanceKeys.describe(key, instance, notes);
        return key.build();
    }

    /** The key of a block, on top of those of its branches, in the manifest's order. */
    static Preimage parallel(Digest parent, List<Digest> branches) {
        return Preimage.of("chandler.parallel.v1")
                .field("parent", parent)
                .field("branches", branches.stream().map(Digest::toString).toList())
                .build();
    }

    static Preimage test(Digest parent, Digest actions) {
        return Preimage.of("chandler.test.v1")
                .field("parent", parent)
                .field("actions", actions)
                .build();
    }

    /** What an action depends on, on top of nothing yet. */
    static Preimage action(Action action) throws InterruptedException {
        ActionSpec spec = action.spec();
        Preimage.Builder key = Preimage.of("chandler.step.v1");
        key.field("parent", "");
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
