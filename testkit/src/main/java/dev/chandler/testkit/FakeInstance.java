package dev.chandler.testkit;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * An instance in memory: a tree of files, and commands in a small language of its own.
 *
 * <p>A shell's text ({@code /bin/sh -ec TEXT}) is split at {@code ;} and newlines; single and double quotes group;
 * nothing is expanded. The words:
 *
 * <pre>
 * echo TEXT        to standard output     write FILE TEXT   replaces a file
 * err TEXT         to standard error      append FILE TEXT  adds to a file
 * env NAME         prints a variable      cat FILE          prints a file
 * pwd, whoami      print workdir, user    rm [-rf] PATH     removes a path
 * input            prints standard input  mkdir DIR         makes a directory
 * cat &gt;FILE        keeps standard input   chmod MODE FILE   changes permissions
 * args             prints script's words  chown OWNER FILE  changes the owner
 * true, fail N     end with 0, with N     block LATCH       waits on {@link FakeHost#latch}
 * spawn NAME       leaves a process       ps                prints the names of processes left
 * store FILE NAME  keeps a variable
 * </pre>
 *
 * A text file in the tree whose path is a word of a command, of which the first is a path too, is a script in this
 * language, and what stands before it is taken for its interpreter. What begins with {@code #} does nothing. Anything else is {@code not found}, 127. With {@code
 * e} among the shell's flags the first that fails is the last.
 * Methods may be called from several threads, but it is an error to snapshot or close beside a command, or to use an
 * instance that was retired or closed.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeInstance implements Instance {

    private final FakeHost host;
    private final ClientIdentity client;
    private final InstanceSpec spec;
    private final String name;
    private final FakeTree tree;
    private final FakeLink link;
    private FakeTree unchanged;
    private final int depth;
    private final Instant created;
    private final Map<String, String> processes = new ConcurrentHashMap<>();
    private List<Digest> claims = List.of();
    private int commands;
    private boolean kept;
    private boolean retired;
    private boolean closed;
    private boolean gone;

    FakeInstance(FakeHost host, ClientIdentity client, InstanceSpec spec, String name, FakeTree tree, int depth) {
        this.host = host;
        this.client = client;
        this.spec = spec;
        this.name = name;
        this.tree = tree;
        this.link = new FakeLink(spec, tree);
        this.unchanged = tree.copy();
        this.depth = depth;
        this.created = host.tick();
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * Its files.
     *
     * @return the tree itself, which commands go on changing
     */
    public FakeTree tree() {
        return tree;
    }

    /**
     * Processes that commands have left.
     *
     * @return their names, sorted
     */
    public List<String> processes() {
        return processes.keySet().stream().sorted().toList();
    }

    @Override
    public CommandResult run(Command command, OutputSink output) throws InterruptedException {
        if (!spec.runsCommands()) {
            throw new IllegalStateException(name + " was made for files only: " + command);
        }
        begin();
        try {
            called("run " + name + ": " + FakeShell.text(command));
            link.in();
            if (spec.base().reference().toString().equals("scratch")
                    && tree.file("/bin/sh").isEmpty()
                    && !hasProgram(command)) {
                return new CommandResult(127);
            }
            return new CommandResult(new FakeShell(host, tree, processes, command, output).run());
        } finally {
            end();
        }
    }

    private boolean hasProgram(Command command) {
        String program = command.argv().get(0);
        if (program.startsWith("/")) {
            return tree.file(program).isPresent();
        }
        return Stream.of(command.env().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> folder.startsWith("/")
                        && tree.file(folder + "/" + program).isPresent());
    }

    @Override
    public void put(String directory, InputStream tar) throws InterruptedException {
        begin();
        try {
            called("put " + name + " " + directory);
            link.out();
            if (tree.isReadOnly(directory)) {
                throw FakeHost.refusal("\"" + directory + "\" is read-only");
            }
            FakeTar.unpack(tar, directory, tree);
        } finally {
            end();
        }
    }

    @Override
    public Optional<InputStream> get(String path) throws InterruptedException {
        begin();
        try {
            called("get " + name + " " + path);
            link.out();
            if (tree.file(path).isEmpty() && !path.equals("/")) {
                return Optional.empty();
            }
            return Optional.of(FakeTar.pack(path, tree));
        } finally {
            end();
        }
    }

    @Override
    public void endProcesses(Optional<String> mark) throws InterruptedException {
        requireOpen();
        called("end " + name + mark.map(each -> " " + each).orElse(""));
        processes.values().removeIf(each -> mark.isEmpty() || mark.get().equals(each));
        if (mark.isEmpty()) {
            link.forget();
        }
    }

    @Override
    public Snapshot snapshot(Optional<Digest> key) throws InterruptedException {
        requireQuiet("snapshot");
        called("snapshot " + name + key.map(each -> " key " + each.shortHex()).orElse(""));
        link.out();
        Instant now = host.tick();
        Snapshot snapshot = new Snapshot("snapshot-" + now.getEpochSecond(), key, now, depth + 1);
        unchanged = tree.copy();
        host.add(new FakeSnapshot(snapshot, unchanged.copy(), client.buildId()));
        return snapshot;
    }

    @Override
    public InputStream changes() throws InterruptedException {
        requireQuiet("changes");
        called("changes " + name);
        link.out();
        FakeTree changed = new FakeTree();
        tree.files().forEach((path, file) -> {
            if (!unchanged.file(path).filter(file::equals).isPresent()) {
                changed.put(path, file);
            }
        });
        return FakeTar.pack("/", changed);
    }

    @Override
    public synchronized void retire() {
        requireNoCommands("retire");
        host.called("retire " + name);
        retired = !kept;
    }

    @Override
    public synchronized void keep() {
        host.called("keep " + name);
        link.in();
        kept = true;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            requireNoCommands("close");
            closed = true;
            if (gone) {
                return;
            }
        }
        host.called("close " + name);
        if (!kept) {
            host.removeInstance(name);
        }
    }

    /** What the lease does: nobody is there any more, so the instance goes too, unless it was told to stay. */
    synchronized void clientGone() {
        gone = true;
        if (!kept) {
            host.removeInstance(name);
        }
    }

    boolean startedFrom(String snapshotId) {
        return spec.snapshot().filter(each -> each.id().equals(snapshotId)).isPresent();
    }

    boolean mountsCache(String cache) {
        return spec.settings().mounts().stream()
                .anyMatch(mount ->
                        mount instanceof Mount.Cache mounted && mounted.name().equals(cache));
    }

    boolean mountsToolbox(Digest toolbox) {
        return spec.settings().mounts().stream()
                .anyMatch(mount -> mount instanceof Mount.Toolbox mounted
                        && mounted.digest().equals(toolbox));
    }

    /**
     * Where the shell for the engine's own work is.
     *
     * @return what was asked for
     */
    public String shell() {
        return spec.shell();
    }

    /**
     * How it is.
     *
     * @return what was asked for
     */
    public InstanceSettings settings() {
        return spec.settings();
    }

    boolean belongsTo(ClientIdentity other) {
        return client.equals(other);
    }

    Resource resource() {
        return new Resource(
                Resource.Kind.INSTANCE, name, name, Optional.of(client.buildId()), Optional.empty(), created, -1);
    }

    synchronized void claim(List<Digest> keys) {
        claims = List.copyOf(keys);
    }

    /** Whether it has claimed this state as the first that it is to make. */
    synchronized boolean claims(Digest first) {
        return !kept && !claims.isEmpty() && claims.get(0).equals(first);
    }

    synchronized Optional<Claim> claimed(List<Digest> keys) {
        return kept
                ? Optional.empty()
                : keys.stream()
                        .takeWhile(claims::contains)
                        .reduce((earlier, later) -> later)
                        .map(last -> new Claim(client.buildId(), last));
    }

    private synchronized void begin() {
        requireOpen();
        commands++;
        host.commandBegins();
    }

    private synchronized void end() {
        commands--;
        host.commandEnds();
    }

    private void requireQuiet(String what) {
        requireOpen();
        requireNoCommands(what);
    }

    private synchronized void requireNoCommands(String what) {
        if (commands > 0) {
            throw new IllegalStateException(what + " of " + name + " beside " + commands + " running commands");
        }
    }

    private synchronized void requireOpen() {
        if (closed || retired) {
            throw new IllegalStateException(name + (closed ? " is closed" : " was retired"));
        }
    }

    private void called(String call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(call);
        }
        host.called(call);
        // A trap may have interrupted the caller: what the call would have done is not done then.
        if (Thread.interrupted()) {
            throw new InterruptedException(call);
        }
    }
}
