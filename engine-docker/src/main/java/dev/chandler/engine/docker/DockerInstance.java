package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.lib.engine.Shield;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container: running, with our first process in it, or only made, for files to be put into. */
final class DockerInstance implements Instance {

    private final DockerDriver driver;
    private final String handle;
    private final String ownName;
    private final Snapshots snapshots;
    private final ContainerFiles files;
    private final ContainerChanges changes;
    private final @Nullable FirstProcess first;
    private final ContainerCommands commands;
    private final ToolsLink tools;
    private volatile String name;
    private volatile boolean kept;
    private volatile boolean closed;

    /**
     * Makes an instance of a container that is there.
     *
     * @param name what the container is called
     * @param handle what it is asked for by, which never becomes another's
     * @param ownName what it is called once it no longer claims anything
     */
    DockerInstance(
            DockerDriver driver,
            String name,
            String handle,
            String ownName,
            Snapshots snapshots,
            ContainerFiles files,
            ContainerChanges changes,
            ContainerCommands commands,
            @Nullable FirstProcess first,
            ToolsLink tools) {
        this.driver = driver;
        this.name = name;
        this.handle = handle;
        this.ownName = ownName;
        this.snapshots = snapshots;
        this.files = files;
        this.changes = changes;
        this.commands = commands;
        this.first = first;
        this.tools = tools;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CommandResult run(Command command, OutputSink output) throws InterruptedException {
        if (first == null) {
            throw new IllegalStateException("the instance was made without runsCommands: " + command);
        }
        tools.in();
        return commands.run(command, output);
    }

    @Override
    public void put(String directory, InputStream tar) throws InterruptedException {
        files.put(directory, tar, tools);
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        tools.outOf(path);
        return files.get(path);
    }

    @Override
    public void endProcesses(Optional<String> mark) throws InterruptedException {
        commands.end(mark);
        // Beside the end of some, others may be about to have something of their own there.
        if (mark.isEmpty()) {
            tools.forget();
        }
    }

    @Override
    public Snapshot snapshot(Optional<Digest> key) throws InterruptedException {
        tools.out();
        return snapshots.take(handle, key);
    }

    @Override
    public InputStream changes() throws InterruptedException {
        tools.out();
        return changes.open();
    }

    @Override
    public void keep() {
        if (first != null) {
            Shield.always(tools::in);
            Shield.always(first::keep);
        }
        if (!handle.equals(name)) {
            Shield.always(() -> driver.renameContainer(handle, ownName));
            name = ownName;
        }
        kept = true;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!kept) {
                Shield.always(() -> driver.removeContainer(handle));
            }
        } finally {
            if (first != null) {
                first.close();
            }
        }
    }
}
