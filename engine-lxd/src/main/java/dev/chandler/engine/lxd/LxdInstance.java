package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import dev.chandler.lib.engine.Shield;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A container of LXD: running, with our first process in it, or only made, for files to be put into. */
final class LxdInstance implements Instance {

    /** What is no part of a state: file systems of the kernel and of the daemon. */
    private static final Set<String> NOT_KEPT = Set.of("/dev", "/proc", "/sys");

    private final LxdHttp http;
    private final Operations operations;
    private final String name;
    private final Snapshots snapshots;
    private final GivenSettings given;
    private final MadeFiles made;
    private final InstanceFiles files;
    private final Set<String> mounted;
    private final ToolsLink tools;
    private final @Nullable Lease lease;
    private final @Nullable InstanceCommands commands;
    private volatile boolean kept;
    private volatile boolean closed;

    /**
     * Makes an instance of a container that is there.
     *
     * @param given the settings it was given
     * @param made files that its states have only because something was mounted over them, in it or before
     * @param mounted where something is mounted
     * @param tools the second name of its toolbox
     * @param lease null if it does not run
     * @param mayKill whether root in it can end processes of other users
     */
    LxdInstance(
            LxdHttp http,
            Operations operations,
            String name,
            Snapshots snapshots,
            GivenSettings given,
            MadeFiles made,
            InstanceFiles files,
            Set<String> mounted,
            ToolsLink tools,
            @Nullable Lease lease,
            boolean mayKill) {
        this.http = http;
        this.operations = operations;
        this.name = name;
        this.snapshots = snapshots;
        this.given = given;
        this.made = made;
        this.files = files;
        this.mounted = mounted;
        this.tools = tools;
        this.lease = lease;
        this.commands = lease == null ? null : new InstanceCommands(http, name, lease, files, mayKill);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CommandResult run(Command command, OutputSink output) throws InterruptedException {
        if (commands == null) {
            throw new IllegalStateException("the instance was made without runsCommands: " + command);
        }
        tools.in();
        return commands.run(command, output);
    }

    @Override
    public void put(String directory, InputStream tar) throws InterruptedException {
        files.put(directory, tar, tools::outOfTheWay);
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        tools.outOf(path);
        return files.get(path);
    }

    @Override
    public void endProcesses(Optional<String> mark) throws InterruptedException {
        if (commands != null) {
            commands.end(mark);
            if (mark.isEmpty()) {
                tools.forget();
            }
        }
    }

    @Override
    public Snapshot snapshot(Optional<Digest> key) throws InterruptedException {
        tools.out();
        return snapshots.take(name, key, given, made);
    }

    /** All that there is: the daemon does not know what has changed. */
    @Override
    public InputStream changes() throws InterruptedException {
        tools.out();
        Set<String> left = new HashSet<>(NOT_KEPT);
        left.addAll(mounted);
        return files.get("", left).orElseThrow(() -> LxdProblems.instanceGone(name, "it has no root"));
    }

    @Override
    public void keep() {
        Shield.always(() -> {
            if (lease != null) {
                tools.in();
            }
            JsonObject config = new JsonObject();
            config.addProperty(Labels.CLAIMS, "");
            JsonObject body = new JsonObject();
            body.addProperty("ephemeral", false);
            body.add("config", config);
            operations.end(
                    "cannot tell instance " + name + " to stay", http.send("PATCH", http.at("instances", name), body));
            if (lease != null) {
                lease.keep();
            }
        });
        kept = true;
    }

    /** Without its lease it ends, and half a second and more goes by until the daemon has removed it. */
    @Override
    public void retire() {
        if (lease != null && !kept) {
            lease.close();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (lease != null) {
            lease.close();
        }
        if (!kept) {
            Removal removal = new Removal(http, operations);
            Shield.always(() -> {
                if (lease == null) {
                    removal.remove(name);
                } else {
                    removal.await(name);
                }
            });
        }
    }
}
