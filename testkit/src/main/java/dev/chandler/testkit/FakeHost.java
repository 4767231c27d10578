package dev.chandler.testkit;

import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;

/**
 * The daemon behind fake engines: what they have made stays here from one connection to the next.
 *
 * <p>Records every call in the order in which it came in, one line each, beginning with the operation: {@code connect
 * ID}, {@code resolve NAME}, {@code pull NAME}, {@code find N}, {@code claimed N}, {@code claim N}, {@code create INSTANCE from ORIGIN}, {@code run INSTANCE:
 * TEXT}, {@code put INSTANCE DIR}, {@code get INSTANCE PATH}, {@code end INSTANCE}, {@code changes INSTANCE}, {@code snapshot INSTANCE}, {@code keep
 * INSTANCE}, {@code close INSTANCE}, {@code publish NAMES}, {@code image NAME}, {@code push NAME},
 * {@code export NAMES}, {@code toolbox DIGEST}, {@code data NAME}, {@code resources}, {@code remove NAME}. Any of them can be
 * made to fail. Has the image {@code busybox} to begin with. Thread-safe.
 *
 * <pre>{@code
 * FakeHost host = new FakeHost();
 * host.refuse("snapshot", 2);
 * Engine engine = host.connect("build-1");
 * …
 * assertThat(host.calls()).doesNotContain("publish app:latest");
 * assertThat(host.resources()).isEmpty();
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeHost {

    private static final Set<Resource.Kind> KEPT =
            EnumSet.of(Resource.Kind.CHECKPOINT, Resource.Kind.BASE, Resource.Kind.CACHE, Resource.Kind.TOOLBOX);

    private final Map<String, FakeImage> images = new TreeMap<>();
    private final Map<String, FakeImage> remote = new TreeMap<>();
    private final Map<String, FakeImage> pushed = new TreeMap<>();
    private final Set<Capability> capabilities = EnumSet.complementOf(
            EnumSet.of(Capability.BASE_ROOTFS, Capability.BASE_OCI, Capability.BASE_DOCKER_ARCHIVE));
    private final Map<Digest, FakeImage> byId = new LinkedHashMap<>();
    private final Map<String, FakeSnapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, FakeInstance> instances = new LinkedHashMap<>();
    private final Map<String, FakeLatch> latches = new ConcurrentHashMap<>();
    private final Map<String, FakeTree> caches = new TreeMap<>();
    private final FakeToolboxes toolboxes = new FakeToolboxes();
    private final Map<String, FakeDataContainer> data = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private final FakeTraps traps = new FakeTraps();
    private int instancesStarted;
    private int commandsNow;
    private int commandsAtOnce;
    private long ticks;
    private boolean lost;

    /** Makes a host with one image, {@code busybox}: {@code /bin/sh}, no config but {@code CMD sh}. */
    public FakeHost() {
        FakeTree tree = new FakeTree().put("/bin/sh", new FakeFile(FakeFile.Kind.FILE, new byte[] {1}, 0755, 0, 0));
        image("busybox", tree, ImageConfig.builder().cmd(List.of("sh")).build());
    }

    /**
     * Adds an image that is there.
     *
     * @param name its name, taken literally
     * @param tree its files, copied
     * @param config its config
     * @return this
     */
    public FakeHost image(String name, FakeTree tree, ImageConfig config) {
        return image(name, tree, config, 1);
    }

    /**
     * Adds an image of many layers that is there.
     *
     * @param name its name, taken literally
     * @param tree its files, copied
     * @param config its config
     * @param depth how many layers it has
     * @return this
     */
    public synchronized FakeHost image(String name, FakeTree tree, ImageConfig config, int depth) {
        addImage(name, new FakeImage(tree.copy(), config, depth));
        return this;
    }

    /**
     * Adds an image that would have to be pulled; until then its digest is not the one it will have. By name and digest it can
     * be pulled whatever the name comes to mean.
     *
     * @param name its name, taken literally
     * @param tree its files, copied
     * @param config its config
     * @return this
     */
    public synchronized FakeHost remoteImage(String name, FakeTree tree, ImageConfig config) {
        FakeImage image = new FakeImage(tree.copy(), config, 1);
        remote.put(name, image);
        remote.put(pinned(name, image), image);
        return this;
    }

    /**
     * Connects a client.
     *
     * @param buildId the client's build
     * @return an engine; the caller closes it
     */
    public FakeEngine connect(String buildId) {
        return new FakeEngine(this, new ClientIdentity("0.0.0", buildId));
    }

    /**
     * Connects a client by another engine, or at another address.
     *
     * @param buildId the client's build
     * @param engine the id of the engine
     * @param address another name for this very host
     * @return an engine; the caller closes it
     */
    public FakeEngine connect(String buildId, String engine, String address) {
        return new FakeEngine(engine, new Endpoint(address, "test"), this, new ClientIdentity("0.0.0", buildId));
    }

    /**
     * Everything that clients asked for.
     *
     * @return one line for each call, in order; a copy
     */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /**
     * The calls of one operation.
     *
     * @param operation the word that they begin with
     * @return one line for each, in order; a copy
     */
    public List<String> calls(String operation) {
        return calls().stream().filter(call -> call.startsWith(operation)).toList();
    }

    /** Forgets the calls so far. */
    public synchronized void forgetCalls() {
        calls.clear();
    }

    /**
     * How many instances were started, in all.
     *
     * @return the number; instances that only take files count too
     */
    public synchronized int instancesStarted() {
        return instancesStarted;
    }

    /**
     * How many commands ran at once, at most.
     *
     * @return the number, over all instances
     */
    public synchronized int commandsAtOnce() {
        return commandsAtOnce;
    }

    /**
     * A place where commands wait.
     *
     * @param name the name that {@code block NAME} has
     * @return the same latch for the same name
     */
    public FakeLatch latch(String name) {
        return latches.computeIfAbsent(name, FakeLatch::new);
    }

    /**
     * Has something done at a call, on the caller's thread, before the call does its work.
     *
     * @param call how the call's line begins
     * @param nth which of those from now on, from 1
     * @param action what is done; what it throws, the call throws
     */
    public void at(String call, int nth, Runnable action) {
        traps.set(call, nth, action);
    }

    /**
     * Has a call refused.
     *
     * @param call how the call's line begins
     * @param nth which of those from now on, from 1
     */
    public void refuse(String call, int nth) {
        at(call, nth, () -> {
            throw refusal("the engine refused: " + call);
        });
    }

    /**
     * Has the connection lost at a call; what was running is gone, and every call fails until {@link #recover}.
     *
     * @param call how the call's line begins
     * @param nth which of those from now on, from 1
     */
    public void loseConnection(String call, int nth) {
        at(call, nth, () -> {
            lose();
            throw gone();
        });
    }

    /** Lets the daemon answer again. */
    public synchronized void recover() {
        lost = false;
    }

    /**
     * Everything of ours, as {@code Engine.resources()} gives it, without a connection.
     *
     * @return checkpoints, snapshots of builds, instances, caches, toolboxes
     */
    public synchronized List<Resource> resources() {
        List<Resource> all = new ArrayList<>();
        snapshots.values().forEach(each -> all.add(each.resource(isReplaced(each))));
        instances.values().forEach(each -> all.add(each.resource()));
        caches.keySet()
                .forEach(name -> all.add(new Resource(
                        Resource.Kind.CACHE, name, name, Optional.empty(), Optional.empty(), Instant.EPOCH, -1)));
        all.addAll(toolboxes.resources());
        return List.copyOf(all);
    }

    private boolean isReplaced(FakeSnapshot snapshot) {
        return snapshot.snapshot()
                .key()
                .flatMap(this::checkpoint)
                .filter(last -> !last.equals(snapshot))
                .isPresent();
    }

    /**
     * What builds have left: all resources but checkpoints, caches and toolboxes.
     *
     * @return empty where everything was cleaned up
     */
    public List<Resource> leftovers() {
        return resources().stream().filter(each -> !KEPT.contains(each.kind())).toList();
    }

    /**
     * Looks at an image.
     *
     * @param name its name, taken literally
     * @return the image, if the name points at one
     */
    public synchronized Optional<FakeImage> image(String name) {
        int at = name.indexOf("@sha256:");
        return at < 0
                ? Optional.ofNullable(images.get(name))
                : byId.values().stream()
                        .filter(image -> name.endsWith("@" + image.id()))
                        .findFirst();
    }

    /**
     * Looks at an image that may have no name.
     *
     * @param id its id
     * @return the image, if it is there
     */
    public synchronized Optional<FakeImage> image(Digest id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized Optional<FakeImage> imageById(String id) {
        return byId.values().stream()
                .filter(image -> image.id().toString().equals(id))
                .findFirst();
    }

    /**
     * Gives fake engines an ability that they say they have not; a base that they find then is an image whose name is what
     * {@code toString} of its reference says.
     *
     * @param capability what they are able to do from now on
     * @return this
     */
    public synchronized FakeHost with(Capability capability) {
        capabilities.add(capability);
        return this;
    }

    /**
     * Takes an ability away that fake engines have.
     *
     * @param capability what they cannot do from now on
     * @return this
     */
    public synchronized FakeHost without(Capability capability) {
        capabilities.remove(capability);
        return this;
    }

    /**
     * What was pushed.
     *
     * @param reference the name it was pushed under
     * @return the image, if one was
     */
    public synchronized Optional<FakeImage> pushed(String reference) {
        return Optional.ofNullable(pushed.get(reference));
    }

    synchronized void pushed(String reference, FakeImage image) {
        pushed.put(reference, image);
    }

    synchronized Set<Capability> capabilities() {
        return Set.copyOf(capabilities);
    }

    /**
     * A cache that instances mount, made when it is first asked for.
     *
     * @param name its name
     * @return the tree itself
     */
    public synchronized FakeTree cache(String name) {
        return caches.computeIfAbsent(name, made -> new FakeTree());
    }

    synchronized boolean removeCache(String name) {
        if (instances.values().stream().anyMatch(each -> each.mountsCache(name))) {
            return false;
        }
        caches.remove(name);
        return true;
    }

    /**
     * Looks into a toolbox.
     *
     * @param digest what it is known by
     * @return its files, if it is kept
     */
    public Optional<FakeTree> toolbox(Digest digest) {
        return toolboxes.find(digest);
    }

    FakeToolboxes toolboxes() {
        return toolboxes;
    }

    synchronized boolean removeToolbox(Digest digest) {
        if (instances.values().stream().anyMatch(each -> each.mountsToolbox(digest))) {
            return false;
        }
        toolboxes.remove(digest);
        return true;
    }

    /**
     * Adds somebody else's instance, which holds data.
     *
     * @param name its name
     * @param tree its files and those of its volumes, copied
     * @param volumes where it has volumes
     * @return this
     */
    public synchronized FakeHost dataContainer(String name, FakeTree tree, List<String> volumes) {
        data.put(
                name,
                new FakeDataContainer(tree.copy(), volumes.stream().sorted().toList()));
        return this;
    }

    synchronized Optional<FakeDataContainer> dataContainer(String name) {
        return Optional.ofNullable(data.get(name));
    }

    /**
     * Looks into an instance.
     *
     * @param instance its name
     * @return its files, which commands go on changing
     */
    public synchronized FakeTree tree(String instance) {
        return Objects.requireNonNull(instances.get(instance), instance).tree();
    }

    /** Records a call, then fails it where that was asked for. */
    void called(String call) {
        synchronized (this) {
            calls.add(call);
        }
        traps.pass(call);
        synchronized (this) {
            if (lost) {
                throw gone();
            }
        }
    }

    synchronized void addImage(String name, FakeImage image) {
        images.put(name, image);
        byId.put(image.id(), image);
    }

    synchronized boolean addImage(FakeImage image) {
        return byId.put(image.id(), image) == null;
    }

    /** What an image is called whatever becomes of its name; empty where it can't be pulled. */
    synchronized Optional<String> pinnedImage(String name, FakeImage image) {
        return Optional.of(pinned(name, image)).filter(remote::containsKey);
    }

    private static String pinned(String name, FakeImage image) {
        return name.replaceFirst("@.*", "") + "@" + image.id();
    }

    synchronized Optional<FakeImage> remoteImage(String name) {
        return Optional.ofNullable(remote.get(name));
    }

    synchronized Optional<FakeSnapshot> snapshot(String id) {
        return Optional.ofNullable(snapshots.get(id));
    }

    synchronized Optional<FakeSnapshot> checkpoint(Digest key) {
        return snapshots.values().stream()
                .filter(each -> each.snapshot().key().filter(key::equals).isPresent())
                .reduce((replaced, last) -> last);
    }

    synchronized void add(FakeSnapshot snapshot) {
        snapshots.put(snapshot.snapshot().id(), snapshot);
    }

    synchronized void removeSnapshot(String id) {
        snapshots.remove(id);
    }

    synchronized List<FakeInstance> instances() {
        return List.copyOf(instances.values());
    }

    synchronized String nextInstance() {
        instancesStarted++;
        return "fake-" + instancesStarted;
    }

    synchronized void add(FakeInstance instance) {
        instances.put(instance.name(), instance);
    }

    synchronized void removeInstance(String name) {
        instances.remove(name);
    }

    synchronized Instant tick() {
        return Instant.EPOCH.plusSeconds(++ticks);
    }

    synchronized void commandBegins() {
        commandsNow++;
        commandsAtOnce = Math.max(commandsAtOnce, commandsNow);
    }

    synchronized void commandEnds() {
        commandsNow--;
    }

    private synchronized void lose() {
        lost = true;
        instances().forEach(FakeInstance::clientGone);
    }

    static EngineException refusal(String what) {
        return new EngineException(Problem.of("CH-FAKE-001", what));
    }

    private static EngineException gone() {
        return new EngineException(Problem.of("CH-FAKE-002", "the connection to the fake engine is lost"));
    }
}
