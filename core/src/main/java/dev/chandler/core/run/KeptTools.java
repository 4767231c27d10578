package dev.chandler.core.run;

import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.toolbox.Toolbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A build's toolbox: brought to the engine before the first instance that runs commands, and never for a build that needs
 * none. Its shell stands in where the base has none. Thread-safe.
 */
final class KeptTools {

    private static final String HAS_SHELL = "yes";
    private static final String LACKS_SHELL = "no";

    private final Engine engine;
    private final Base base;
    private final Optional<Toolbox> toolbox;
    private final CacheStorage cache;
    private volatile String shell = InstanceSpec.SHELL;
    private boolean kept;

    KeptTools(Engine engine, Base base, Optional<Toolbox> toolbox, CacheStorage cache) {
        this.engine = engine;
        this.base = base;
        this.toolbox = toolbox;
        this.cache = cache;
    }

    /** Whether steps are to know of the tools. */
    boolean named() {
        return toolbox.filter(Toolbox::named).isPresent();
    }

    /** Has an instance find the tools, which are brought now, and its shell; in one that runs nothing there are none. */
    InstanceSpec in(InstanceSpec spec) throws InterruptedException {
        if (spec.runsCommands()) {
            keep();
            return spec.withShell(shell);
        }
        List<Mount> mounts = spec.settings().mounts().stream()
                .filter(mount -> !(mount instanceof Mount.Toolbox))
                .toList();
        return new InstanceSpec(
                spec.base(), spec.snapshot(), false, spec.settings().withMounts(mounts));
    }

    /** A command's words, where the shell is what the instance has for one. */
    List<String> argv(List<String> words) {
        if (!words.get(0).equals(InstanceSpec.SHELL) || shell.equals(InstanceSpec.SHELL)) {
            return words;
        }
        List<String> argv = new ArrayList<>(words);
        argv.set(0, shell);
        return argv;
    }

    private synchronized void keep() throws InterruptedException {
        if (toolbox.isEmpty() || kept) {
            return;
        }
        engine.keepToolbox(toolbox.get().digest(), toolbox.get().content());
        if (!hasShell()) {
            shell = Toolbox.PLACE + "/" + toolbox.get().shell().find().orElseThrow(this::noShell);
        }
        kept = true;
    }

    private boolean hasShell() throws InterruptedException {
        if (base.reference() instanceof BaseReference.Scratch) {
            return false;
        }
        Optional<String> known = known();
        if (known.isPresent()) {
            return known.get().equals(HAS_SHELL);
        }
        try (Instance instance = engine.create(new InstanceSpec(base, Optional.empty(), false))) {
            Optional<InputStream> found = instance.get(InstanceSpec.SHELL);
            if (found.isPresent()) {
                found.get().close();
            }
            remember(found.isPresent());
            return found.isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> known() {
        try {
            return cache.find(CacheStorage.Kind.SHELL, base.digest());
        } catch (CacheException e) {
            // It is looked up again, which costs a moment.
            return Optional.empty();
        }
    }

    private void remember(boolean has) {
        try {
            cache.store(CacheStorage.Kind.SHELL, base.digest(), has ? HAS_SHELL : LACKS_SHELL);
        } catch (CacheException e) {
            // The next build looks again; why nothing can be kept it is told for what matters more.
        }
    }

    private ManifestException noShell() {
        Toolbox tools = toolbox.orElseThrow();
        return new ManifestException(
                Problem.of("CH-TOOLBOX-007", "neither base \"" + base.reference() + "\" nor the toolbox has a shell")
                        .at(tools.source().location())
                        .because("looked for /bin/sh in the base; for sh, bin/sh, busybox, bin/busybox in the toolbox")
                        .remedy("put a static busybox into the toolbox, or use a base with a shell"));
    }
}
