package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Namespaces of this machine, and a folder in which what is written there is. */
final class LocalInstance implements Instance {

    private final String name;
    private final WorkFolder work;
    private final LayerUse use;
    private final Shell shell;
    private final InstanceRoot root;
    private final Processes processes;
    private final Commands commands;
    private final InstanceFiles files;
    private final ToolsLink link;
    private final Optional<String> claim;
    private final Instances instances;
    private boolean kept;
    private boolean closed;

    LocalInstance(
            String name,
            WorkFolder work,
            LayerUse use,
            Shell shell,
            InstanceRoot root,
            InstanceSpec spec,
            Optional<String> claim,
            Instances instances) {
        this.name = name;
        this.work = work;
        this.use = use;
        this.shell = shell;
        this.root = root;
        this.claim = claim;
        this.instances = instances;
        this.processes = new Processes(shell, work, root, spec.settings());
        this.commands = new Commands(processes, new Pipes(shell, work));
        this.files = new InstanceFiles(processes);
        this.link = ToolsLink.of(spec, root);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CommandResult run(Command command, OutputSink output) throws InterruptedException {
        ready("run " + command);
        link.putIn();
        return commands.run(command, output);
    }

    private void ready(String what) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!shell.runs()) {
            throw LocalProblems.gone(what, "");
        }
        processes.start(what);
    }

    @Override
    public void put(String directory, InputStream tar) throws InterruptedException {
        ready("put files into " + directory);
        link.takeOutOf(directory);
        files.put(directory, tar);
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        ready("get " + path);
        link.takeOutOf(path);
        return files.get(path);
    }

    @Override
    public void endProcesses(Optional<String> mark) throws InterruptedException {
        processes.end(mark);
    }

    @Override
    public Snapshot snapshot(Optional<Digest> key) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        link.takeOut();
        StoredState state = instances.keep(root.isChanged() ? keptChain() : root.chain(), key);
        if (Thread.interrupted()) {
            instances.forget(state);
            throw new InterruptedException();
        }
        return state.snapshot();
    }

    /** What was written becomes a layer: at once where nothing runs, else as a copy, for who runs would go on to write to it. */
    private List<String> keptChain() throws InterruptedException {
        if (!processes.areIdle()) {
            List<String> chain = new ArrayList<>(root.chain());
            chain.add(instances.keepLayer(root.copy(), use));
            return chain;
        }
        processes.stop();
        root.unmount();
        if (root.isFull()) {
            root.goOnFrom(instances.keepLayer(root.flat(), use));
            return root.chain();
        }
        root.goOn(instances.keepLayer(root.upper(), use));
        return root.chain();
    }

    @Override
    public InputStream changes() throws InterruptedException {
        link.takeOut();
        try {
            return InstanceFiles.pack(root.upper());
        } catch (IOException e) {
            throw LocalProblems.store("read", root.upper(), e);
        }
    }

    @Override
    public void keep() {
        kept = true;
        work.write("look", root.look());
        instances.stay(work, use, claim);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (shell.runs()) {
                link.takeOut();
                processes.stop();
            }
        } finally {
            shell.close();
            instances.closed(this, kept ? Optional.empty() : Optional.of(work), use, claim);
        }
    }
}
