package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes instances, and knows those of this client that are open. Thread-safe. */
final class Instances {

    private static final String PREFIX = "chandler-local-";

    private final StoreFolder folder;
    private final LayerStore layers;
    private final StateStore states;
    private final Claims claims;
    private final Set<LocalInstance> open = ConcurrentHashMap.newKeySet();

    Instances(StoreFolder folder, LayerStore layers, StateStore states, Claims claims) {
        this.folder = folder;
        this.layers = layers;
        this.states = states;
        this.claims = claims;
    }

    /**
     * Makes one.
     *
     * @param use holds the layers that it is made of; closed with the instance, or when it cannot be made
     * @param claim what it has claimed, and gives up at its end
     */
    LocalInstance create(InstanceSpec spec, LayerUse use, Optional<String> claim) throws InterruptedException {
        List<String> chain = use.layers();
        Path path = layers.workFolder();
        String name = PREFIX + path.getFileName();
        List<Shell> started = new ArrayList<>();
        try {
            hold(spec.settings(), use);
            WorkFolder work = WorkFolder.of(path);
            work.write("instance", name + "\n");
            OwnFiles.of(name, spec.settings()).forEach((file, text) -> work.write("own/" + file, text));
            Shell shell = Shell.start(namespaces(spec.settings()));
            started.add(shell);
            work.write("shell", ProcessIdentity.of(shell.pid()) + "\n");
            InstanceSetup.run(shell, work, folder, name, spec.settings());
            InstanceRoot root = new InstanceRoot(shell, work, folder, spec.settings(), chain);
            LocalInstance instance = new LocalInstance(name, work, use, shell, root, spec, claim, this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            open.add(instance);
            return instance;
        } catch (InterruptedException | RuntimeException e) {
            started.forEach(Shell::close);
            folder.removeTree(path);
            use.close();
            throw e;
        } catch (IOException e) {
            started.forEach(Shell::close);
            folder.removeTree(path);
            use.close();
            throw LocalProblems.store("make an instance in", path, e);
        }
    }

    private static List<String> namespaces(InstanceSettings settings) {
        List<String> flags = new ArrayList<>(List.of("--uts", "--ipc"));
        if (settings.network().kind() == Network.Kind.NONE) {
            flags.add("--net");
        }
        return flags;
    }

    /** Holds what mounts need before it looks whether that is there: so nobody removes it in between. Caches are made when they are first used. */
    private void hold(InstanceSettings settings, LayerUse use) {
        List<String> held = new ArrayList<>();
        for (Mount mount : settings.mounts()) {
            if (mount instanceof Mount.Toolbox toolbox) {
                held.add("toolboxes/" + toolbox.digest().hex());
            } else if (mount instanceof Mount.Cache cache) {
                held.add("caches/" + cache.name());
            }
        }
        if (held.isEmpty()) {
            return;
        }
        folder.alone(() -> {
            use.hold(held);
            return held;
        });
        for (Mount mount : settings.mounts()) {
            if (mount instanceof Mount.Toolbox toolbox
                    && !folder.has("toolboxes", toolbox.digest().hex())) {
                throw LocalProblems.noToolbox(toolbox.digest().shortHex());
            } else if (mount instanceof Mount.Cache cache) {
                makeCache(cache.name());
            }
        }
    }

    private void makeCache(String name) {
        Path cache = folder.path("caches", name);
        try {
            InstanceRoot.makePlace(cache, false);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return; // Another was quicker.
        } catch (IOException e) {
            throw LocalProblems.store("make", cache, e);
        }
    }

    /** Makes a layer of what was written. */
    String keepLayer(Path upper, LayerUse use) {
        return layers.keep(upper, Optional.empty(), use);
    }

    StoredState keep(List<String> chain, Optional<Digest> key) {
        return states.keep(chain, key);
    }

    void forget(StoredState state) {
        states.remove(state.id());
    }

    /** Has a folder stay when its client is gone, which claims nothing any more. */
    void stay(WorkFolder work, LayerUse use, Optional<String> claim) {
        work.write("use", use.name() + "\n");
        work.write("kept", "");
        claim.ifPresent(claims::giveUp);
    }

    /** Is told that an instance has ended, and removes what it worked in. */
    void closed(LocalInstance instance, Optional<WorkFolder> work, LayerUse use, Optional<String> claim) {
        open.remove(instance);
        claim.filter(name -> work.isPresent()).ifPresent(claims::giveUp);
        work.ifPresent(ended -> folder.removeTree(ended.path()));
        if (work.isPresent()) {
            use.close();
        } else {
            use.outlive();
        }
    }

    /**
     * Closes those that are open, all of them, whatever becomes of one.
     *
     * @throws RuntimeException the first failure, with the others
     */
    void close() {
        RuntimeException failure = null;
        for (LocalInstance instance : Set.copyOf(open)) {
            try {
                instance.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
