package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.artifact.Healthcheck;
import dev.chandler.api.artifact.ImageConfig;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.ArtifactSpec;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Claim;
import dev.chandler.api.engine.ClientIdentity;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.EngineFactory;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.event.ProgressSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import dev.chandler.api.provision.CommandResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every engine has to do: a class that extends this, and passes, is the proof.
 *
 * <p>Needs a real place to run, and a base with the usual small tools in it. After each test nothing may be left.
 *
 * <pre>{@code
 * class DockerEngineIT extends EngineContract {
 *     protected EngineFactory factory() { return new DockerEngineFactory(); }
 *     protected BaseReference base() { return new BaseReference.Image("busybox"); }
 *     protected void removePublished(String reference) { … }
 * }
 * }</pre>
 */
@ExtendWith(GapProven.Passes.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class EngineContract {

    /** A name at a registry that nobody runs. */
    private static final String NOWHERE = "127.0.0.1:1/chandler-contract/app:1.0";

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** How long the engine may take to find out that a client is gone. */
    private static final Duration SOON = Duration.ofSeconds(10);

    /** After how many milliseconds something is interrupted: before it begins, early, late, when it is over. */
    private static final int[] MOMENTS = {0, 5, 20, 60, 150};

    private final String buildId = "contract-" + UUID.randomUUID();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Digest> keys = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private @Nullable Engine engine;

    /** For subclasses. */
    protected EngineContract() {}

    /**
     * The engine's factory.
     *
     * @return the factory
     */
    protected abstract EngineFactory factory();

    /**
     * A base with {@code /bin/sh}, {@code cat}, {@code chmod}, {@code chown}, {@code env}, {@code head}, {@code id},
     * {@code ls}, {@code mkdir}, {@code printf}, {@code readlink}, {@code rm}, {@code setsid}, {@code sleep},
     * {@code stat}, {@code wc} and a user {@code nobody}.
     *
     * @return a base that can be had
     */
    protected abstract BaseReference base();

    /**
     * Removes an image that a test has published.
     *
     * @param reference its name, or its digest where it has lost its name to another
     * @throws Exception if it cannot be removed
     */
    protected abstract void removePublished(String reference) throws Exception;

    /**
     * A registry that this engine may push to, for one that has {@link Capability#PUSH}.
     *
     * @return {@code HOST:PORT}; empty for an engine that cannot push
     */
    protected Optional<String> registry() {
        return Optional.empty();
    }

    /**
     * Where to connect to.
     *
     * @return the first endpoint that the factory names for this process
     */
    protected Endpoint endpoint() {
        return factory().endpoints(Optional.empty(), System.getenv()).get(0);
    }

    /**
     * The engine of the running test.
     *
     * @return connected
     */
    protected final Engine engine() {
        return Objects.requireNonNull(engine, "not connected");
    }

    /**
     * The build that the running test is.
     *
     * @return an id of its own
     */
    protected final String buildId() {
        return buildId;
    }

    /**
     * Makes a key, whose checkpoint is removed after the test.
     *
     * @return a key that nobody else has
     */
    protected final Digest freshKey() {
        Digest key = Digest.of(UUID.randomUUID().toString());
        keys.add(key);
        return key;
    }

    /**
     * Makes a name for an image, which is removed after the test.
     *
     * @return a name that nobody else has
     */
    protected final String freshReference() {
        String reference = "chandler-contract/" + UUID.randomUUID() + ":latest";
        references.add(reference);
        return reference;
    }

    /**
     * The base, there for instances to be made of.
     *
     * @return the base
     * @throws InterruptedException if cancelled
     */
    protected final Base present() throws InterruptedException {
        Base base = engine().resolve(base());
        return base.present() ? base : engine().pull(base(), ProgressSink.NONE);
    }

    /**
     * A base that the engine may keep as a checkpoint once it is used, which is removed after the test, unless it was
     * there before.
     *
     * @param reference no image
     * @return the base
     * @throws InterruptedException if cancelled
     */
    protected final Base imported(BaseReference reference) throws InterruptedException {
        Base base = engine().resolve(reference);
        if (ofKey(base.digest()).isEmpty()) {
            keys.add(base.digest());
        }
        return base;
    }

    /**
     * Starts an instance of the base, closed after the test.
     *
     * @return the instance
     * @throws InterruptedException if cancelled
     */
    protected final Instance start() throws InterruptedException {
        return start(new InstanceSpec(present(), Optional.empty(), true));
    }

    /**
     * Starts an instance, closed after the test.
     *
     * @param spec what of
     * @return the instance
     * @throws InterruptedException if cancelled
     */
    protected final Instance start(InstanceSpec spec) throws InterruptedException {
        Instance instance = engine().create(spec);
        instances.add(instance);
        return instance;
    }

    /**
     * Runs a line of shell that has to end well.
     *
     * @param instance where
     * @param line the line
     * @return what it wrote to standard output, without white space at the end
     * @throws InterruptedException if cancelled
     */
    protected static String sh(Instance instance, String line) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = instance.run(shell(line).build(), output);
        assertThat(result.exitCode()).as("%s: %s", line, output.err()).isZero();
        return output.out().stripTrailing();
    }

    /**
     * Connects another client, as another build would be.
     *
     * @param other the id of its build
     * @return connected; the caller closes it
     * @throws InterruptedException if cancelled
     */
    protected final Engine another(String other) throws InterruptedException {
        return factory().connect(endpoint(), new ClientIdentity("0.0.0-test", other), environment());
    }

    /**
     * The client's environment, as the factory gets it.
     *
     * @return that of the test by default
     */
    protected Map<String, String> environment() {
        return System.getenv();
    }

    /**
     * Of two that want a state one makes it, and the other learns how far that goes.
     *
     * @throws InterruptedException if cancelled
     */
    @Test
    void oneInstanceAtATimeClaimsAState() throws InterruptedException {
        requireClaims();
        List<Digest> keys = List.of(freshKey(), freshKey(), freshKey());
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true);
        Instance maker = engine().claim(spec, keys.subList(0, 2)).orElseThrow();
        instances.add(maker);

        try (Engine other = another(buildId + "-other")) {
            assertThat(other.claim(spec, List.of(keys.get(0)))).isEmpty();
            assertThat(other.claimed(keys)).contains(new Claim(buildId, keys.get(1)));
            assertThat(other.claimed(keys.subList(1, 3))).contains(new Claim(buildId, keys.get(1)));
            assertThat(other.claimed(keys.subList(2, 3))).isEmpty();

            maker.close();
            assertThat(other.claimed(keys)).isEmpty();
            try (Instance next = other.claim(spec, keys).orElseThrow()) {
                assertThat(sh(next, "echo hello")).isEqualTo("hello");
                assertThat(engine().claimed(keys)).contains(new Claim(buildId + "-other", keys.get(2)));
            }
        }
    }

    /**
     * What starts from a state claims nothing because the one that made it did.
     *
     * @throws InterruptedException if cancelled
     */
    @Test
    void aClaimIsNotPassedOnByAState() throws InterruptedException {
        requireClaims();
        Digest key = freshKey();
        Instance maker = engine().claim(new InstanceSpec(present(), Optional.empty(), true), List.of(key))
                .orElseThrow();
        instances.add(maker);
        Snapshot state = maker.snapshot(Optional.of(key));
        maker.close();

        start(new InstanceSpec(present(), Optional.of(state), true));

        assertThat(engine().claimed(List.of(key))).isEmpty();
    }

    /**
     * One that is left for somebody to look into must not make others wait.
     *
     * @throws InterruptedException if cancelled
     */
    @Test
    void whatIsToldToStayClaimsNothingAnyMore() throws InterruptedException {
        requireClaims();
        Digest key = freshKey();
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true);
        Instance kept = engine().claim(spec, List.of(key)).orElseThrow();
        kept.keep();
        try {
            assertThat(engine().claimed(List.of(key))).isEmpty();
            instances.add(engine().claim(spec, List.of(key)).orElseThrow());
            kept.close();
            assertThat(engine().resources()).extracting(Resource::name).contains(kept.name());
        } finally {
            for (Resource resource : engine().resources()) {
                if (resource.name().equals(kept.name())) {
                    engine().remove(resource);
                }
            }
        }
    }

    private void requireClaims() {
        GapProven.unless(engine(), Set.of(Capability.CLAIMS), () -> engine().require(Set.of(Capability.CLAIMS)));
    }

    /**
     * A line of shell with a usual PATH.
     *
     * @param line the line
     * @return its builder
     */
    protected static Command.Builder shell(String line) {
        return Command.of("/bin/sh", "-c", line).env(Map.of("PATH", PATH));
    }

    /**
     * Connects.
     *
     * @throws InterruptedException if cancelled
     */
    @BeforeEach
    void connect() throws InterruptedException {
        engine = connected();
    }

    private Engine connected() throws InterruptedException {
        return factory().connect(endpoint(), new ClientIdentity("0.0.0-test", buildId), environment());
    }

    /**
     * Removes what the test was allowed to leave, and fails if there is more.
     *
     * @throws Exception if something cannot be removed
     */
    @AfterEach
    void leaveNothing() throws Exception {
        for (Instance instance : instances) {
            instance.close();
        }
        engine().close();
        for (String reference : references) {
            removePublished(reference);
        }
        try (Engine after = connected()) {
            for (Resource resource : after.resources()) {
                if (resource.key().filter(keys::contains).isPresent()) {
                    assertThat(after.remove(resource)).as("%s", resource).isTrue();
                }
            }
            assertThat(after.resources().stream()
                            .filter(resource -> resource.buildId()
                                            .filter(buildId::equals)
                                            .isPresent()
                                    || resource.key().filter(keys::contains).isPresent()))
                    .as("what is left of the build")
                    .isEmpty();
        }
    }

    private List<Resource> ofKey(Digest key) throws InterruptedException {
        return engine().resources().stream()
                .filter(resource -> resource.key().filter(key::equals).isPresent())
                .toList();
    }

    private List<Resource> ofTheBuild() throws InterruptedException {
        return engine().resources().stream()
                .filter(resource -> resource.buildId().filter(buildId::equals).isPresent())
                .toList();
    }

    // Bases

    @Test
    void resolvesABaseToTheSameDigestEachTime() throws Exception {
        Base base = present();

        assertThat(engine().resolve(base()).digest()).isEqualTo(base.digest());
        assertThat(base.platform().os()).isEqualTo(engine().platform().os());
    }

    @Test
    void aBaseThatIsNowhereIsAProblemWithItsName() {
        BaseReference missing = new BaseReference.Image("chandler-contract/there-is-none:1");
        GapProven.unless(engine(), Set.of(missing.needs()), () -> engine().resolve(missing));

        assertThatThrownBy(() -> engine().resolve(missing)).isInstanceOfSatisfying(EngineException.class, e -> {
            assertThat(e.problems().get(0).what()).contains("chandler-contract/there-is-none:1");
            assertThat(e.problems().get(0).why()).isPresent();
            assertThat(e.problems().get(0).remedy()).isPresent();
        });
    }

    // Commands

    @Test
    void givesExitCodesAsTheyAre() throws Exception {
        Instance instance = start();

        for (int code : new int[] {0, 1, 3, 125, 126, 127, 255}) {
            assertThat(instance.run(shell("exit " + code).build(), OutputSink.NONE)
                            .exitCode())
                    .isEqualTo(code);
        }
    }

    @Test
    void aSignalIs128AndItsNumber() throws Exception {
        assertThat(start().run(shell("kill -TERM $$").build(), OutputSink.NONE).exitCode())
                .isEqualTo(143);
    }

    @Test
    void keepsTheTwoOutputsApart() throws Exception {
        RecordedOutput output = new RecordedOutput();
        start().run(shell("printf out; printf err >&2").build(), output);

        assertThat(output.out()).isEqualTo("out");
        assertThat(output.err()).isEqualTo("err");
    }

    @Test
    void theEnvironmentIsWhatWasGivenAndHome() throws Exception {
        RecordedOutput output = new RecordedOutput();
        Map<String, String> env = new LinkedHashMap<>();
        env.put("PATH", PATH);
        env.put("EMPTY", "");
        env.put("LINES", "a\nb=c");
        start().run(Command.of("env").env(env).build(), output);

        assertThat(output.out().lines())
                .containsExactlyInAnyOrder("PATH=" + PATH, "EMPTY=", "LINES=a", "b=c", "HOME=/root");
    }

    @Test
    void variablesOfAnyNameArrive() throws Exception {
        Map<String, String> env = new LinkedHashMap<>();
        for (String name : List.of("name", "dir", "user", "home", "uid", "line", "state", "env", "code", "_x", "x1")) {
            env.put(name, "given " + name);
        }
        env.put("PATH", PATH);
        env.put("HOME", "/h");

        assertThat(out(start(), Command.of("env").env(env)).lines())
                .containsExactlyInAnyOrderElementsOf(env.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
    }

    @Test
    void homeIsTheUsersUnlessGiven() throws Exception {
        Instance instance = start();
        String passwd = sh(instance, "cat /etc/passwd");
        String home = passwd.lines()
                .filter(line -> line.startsWith("nobody:"))
                .findFirst()
                .orElseThrow()
                .split(":", -1)[5];

        assertThat(out(instance, shell("echo $HOME").user("nobody"))).isEqualTo(home);
        assertThat(out(instance, shell("echo $HOME").env(Map.of("HOME", "/h")))).isEqualTo("/h");
    }

    @Test
    void runsAsTheUserInTheDirectoryAndWithUmask022() throws Exception {
        Instance instance = start();

        assertThat(out(instance, shell("id -u; id -g; pwd; umask"))).isEqualTo("0\n0\n/\n0022");
        assertThat(out(instance, shell("id -u; id -g; pwd").user("12:34").workdir("/etc")))
                .isEqualTo("12\n34\n/etc");
    }

    @Test
    void standardInputIsEmptyUnlessGiven() throws Exception {
        assertThat(sh(start(), "cat; echo end")).isEqualTo("end");
    }

    @Test
    void standardInputArrivesWholeAndEnds() throws Exception {
        byte[] bytes = new byte[5_000_000];
        assertThat(out(start(), shell("wc -c").stdin(() -> new ByteArrayInputStream(bytes))))
                .isEqualTo("5000000");
    }

    @Test
    void aCommandMayEndWithoutReadingItsInput() throws Exception {
        byte[] bytes = new byte[5_000_000];
        assertThat(out(start(), shell("echo done").stdin(() -> new ByteArrayInputStream(bytes))))
                .isEqualTo("done");
    }

    @Test
    void outputIsBinaryAndWhole() throws Exception {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        start().run(
                        shell("cat").stdin(() -> new ByteArrayInputStream(all)).build(),
                        (channel, chunk) -> out.writeBytes(chunk));

        assertThat(out.toByteArray()).isEqualTo(all);
    }

    @Test
    void twentyMegabytesOfOutputArrive() throws Exception {
        long[] count = new long[1];
        start().run(shell("head -c 20000000 /dev/zero").build(), (channel, chunk) -> count[0] += chunk.length);

        assertThat(count[0]).isEqualTo(20_000_000);
    }

    @Test
    void aMissingProgramIs127WithTheReasonOnStandardError() throws Exception {
        assertNotStarted(Command.of("/no/such/program").build(), 127, "/no/such/program");
    }

    @Test
    void aFileThatIsNoProgramIs126WithTheReasonOnStandardError() throws Exception {
        assertNotStarted(Command.of("/etc/passwd").build(), 126, "/etc/passwd");
    }

    @Test
    void aMissingDirectoryOrUserIs126WithTheReasonOnStandardError() throws Exception {
        assertNotStarted(shell("true").workdir("/no/such/dir").build(), 126, "/no/such/dir");
        assertNotStarted(shell("true").user("no-such-user").build(), 126, "no-such-user");
    }

    private void assertNotStarted(Command command, int code, String reason) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();

        assertThat(start().run(command, output).exitCode()).isEqualTo(code);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains(reason).endsWith("\n");
    }

    @Test
    void commandsRunBesideEachOther() throws Exception {
        Instance instance = start();
        CompletableFuture<String> first = CompletableFuture.supplyAsync(
                () -> quietly(() -> sh(instance, "while [ ! -e /go ]; do sleep 0.05; done; echo first")));
        assertThat(sh(instance, "echo >/go; echo second")).isEqualTo("second");

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo("first");
    }

    // Ends

    @Test
    void aCommandHasEndedThoughWhatItLeftBehindHoldsItsOutputs() throws Exception {
        Instance instance = start();
        RecordedOutput output = new RecordedOutput();

        int code = instance.run(
                        shell("sleep 1001 & printf out; printf err >&2; exit 3").build(), output)
                .exitCode();

        assertThat(code).isEqualTo(3);
        assertThat(output.out()).isEqualTo("out");
        assertThat(output.err()).isEqualTo("err");
        assertThat(processes(instance)).contains("sleep1001");
    }

    @Test
    void anInterruptEndsTheCommandAndAllItStarted() throws Exception {
        Instance instance = start();
        interruptOnceStarted(instance, shell("sleep 1001 & setsid sleep 1002 & trap '' TERM; echo on; sleep 1003"));

        assertThat(processes(instance)).doesNotContain("sleep");
    }

    @Test
    void anInterruptEndsOnlyWhatCarriesTheMark() throws Exception {
        Instance instance = start();
        sh(instance, "setsid sleep 1001 >/dev/null 2>&1 </dev/null &");
        interruptOnceStarted(
                instance, shell("setsid sleep 1002 & echo on; sleep 1003").mark(Optional.of("mark-a")));

        assertThat(processes(instance)).contains("sleep1001").doesNotContain("sleep1002", "sleep1003");
    }

    private static void interruptOnceStarted(Instance instance, Command.Builder command) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                instance.run(command.build(), (channel, chunk) -> started.countDown());
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            } catch (RuntimeException e) {
                interrupted.completeExceptionally(e);
            }
        });
        runner.start();
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        runner.interrupt();

        assertThat(interrupted.get(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsEveryProcessAlsoThoseThatLeftTheirSession() throws Exception {
        Instance instance = start();
        sh(instance, "setsid sleep 1001 >/dev/null 2>&1 & sleep 1002 >/dev/null 2>&1 &");
        sh(instance, "(trap '' TERM; while :; do sleep 0.1; done) >/dev/null 2>&1 &");
        instance.run(shell("setsid sleep 1003 >/dev/null 2>&1 &").user("nobody").build(), OutputSink.NONE);
        instance.endProcesses(Optional.empty());

        assertThat(processes(instance)).doesNotContain("sleep", "trap");
        assertThat(sh(instance, "echo still")).isEqualTo("still");
    }

    @Test
    void endsWhatCarriesAMarkWhoeverItsUserIs() throws Exception {
        Instance instance = start();
        String daemon = "setsid sleep %d >/dev/null 2>&1 </dev/null &";
        run(instance, shell(String.format(daemon, 1001)).mark(Optional.of("mark-a")));
        run(
                instance,
                shell(String.format(daemon, 1002)).mark(Optional.of("mark-a")).user("nobody"));
        run(instance, shell(String.format(daemon, 1003)).mark(Optional.of("mark-b")));
        run(instance, shell(String.format(daemon, 1004)).user("nobody"));
        instance.endProcesses(Optional.of("mark-a"));

        assertThat(processes(instance)).doesNotContain("sleep1001", "sleep1002").contains("sleep1003", "sleep1004");
    }

    @Test
    void endingNothingIsNoError() throws Exception {
        Instance instance = start();
        instance.endProcesses(Optional.empty());
        instance.endProcesses(Optional.of("mark-a"));

        assertThat(sh(instance, "echo on")).isEqualTo("on");
    }

    /** The command lines of all but the first process, each without the zero bytes between its words. */
    private static String processes(Instance instance) throws InterruptedException {
        // Only what the shell itself can do: where a tool is missing, no process would be seen, whatever runs.
        String looker = "for d in /proc/[0-9]*; do line=; [ $d = /proc/1 ] ||"
                + " { IFS= read -r line <$d/cmdline; echo \"$line\"; }; done 2>/dev/null";
        String seen = sh(instance, looker);
        assertThat(seen).as("the process that looks").contains(looker);
        return seen;
    }

    private int ownerGot(int owner) {
        return engine().capabilities().contains(Capability.GET_OWNERS) ? owner : 0;
    }

    private static InputStream got(Instance instance, String path) throws InterruptedException {
        return instance.get(path).orElseThrow();
    }

    private static void run(Instance instance, Command.Builder command) throws InterruptedException {
        assertThat(instance.run(command.build(), OutputSink.NONE).exitCode()).isZero();
    }

    // Files

    @Test
    void putsFilesWithOwnersAndModesIntoDirectoriesThatAreNotThere() throws Exception {
        Instance instance = start();
        String longName = "n".repeat(90) + "/" + "m".repeat(150);
        instance.put(
                "/made/up/here",
                new TarFiles()
                                .file("a", 0640, 1234, "content")
                                .file("tool", 04755, 0, "#!/bin/sh\n")
                                .directory("d", 01777, 33)
                                .link("l", "a")
                                .hardLink("h", "a", 0640, 1234)
                                .file("ünïcode " + longName, 0600, 3_000_000, "x")
                                .stream());

        assertThat(sh(instance, "stat -c '%a %u %g %n' /made /made/up /made/up/here"))
                .isEqualTo("755 0 0 /made\n755 0 0 /made/up\n755 0 0 /made/up/here");
        // How many links a directory has is the file system's affair.
        assertThat(sh(instance, "cd /made/up/here; stat -c '%a %u %g %h %n' a tool; stat -c '%a %u %g %n' d"))
                .isEqualTo("640 1234 1234 2 a\n4755 0 0 1 tool\n1777 33 33 d");
        assertThat(sh(instance, "cd /made/up/here; cat a h l; readlink l")).isEqualTo("contentcontentcontenta");
        assertThat(sh(instance, "cd /made/up/here; stat -c '%a %u' 'ünïcode " + longName + "'"))
                .isEqualTo("600 3000000");
    }

    @Test
    void replacesFilesAndKeepsDirectoriesThatAreThere() throws Exception {
        Instance instance = start();
        sh(
                instance,
                "mkdir -p /there/sub; chmod 1777 /there; chown 7:7 /there/sub; echo old >/there/sub/f; echo >/there/g");
        instance.put(
                "/there",
                new TarFiles()
                                .directory(".", 0700, 5)
                                .directory("sub", 0700, 5)
                                .file("sub/f", 0644, 0, "new")
                                .directory("sub/fresh", 0700, 5)
                                .stream());

        assertThat(sh(instance, "cd /there; cat sub/f; stat -c ' %a %u' . sub sub/fresh"))
                .isEqualTo("new 1777 0\n 755 7\n 700 5");
        assertThat(sh(instance, "ls /there")).isEqualTo("g\nsub");
    }

    @Test
    void getsWhatWasPut() throws Exception {
        Instance instance = start();
        instance.put("/g", new TarFiles().file("a", 0640, 12, "content").link("l", "a").stream());

        int owner = ownerGot(12);
        assertThat(TarFiles.read(got(instance, "/g/a")))
                .containsExactly(Map.entry("a", new TarFiles.Entry(0640, owner, owner, false, "", "content")));
        assertThat(TarFiles.read(got(instance, "/g/l")))
                .hasEntrySatisfying("l", entry -> assertThat(entry.link()).isEqualTo("a"));
        assertThat(TarFiles.read(got(instance, "/g"))).containsOnlyKeys("g", "g/a", "g/l");
    }

    @Test
    void gettingWhatIsNotThereIsNoProblemButAnInstanceThatIsGoneIsOne() throws Exception {
        Instance instance = start();
        assertThat(instance.get("/no/such/file")).isEmpty();

        for (Resource resource : engine().resources()) {
            if (resource.name().equals(instance.name())) {
                engine().remove(resource);
            }
        }
        assertThatThrownBy(() -> instance.get("/etc/passwd")).isInstanceOf(EngineException.class);
    }

    @Test
    void puttingBelowAFileIsAProblem() throws Exception {
        Instance instance = start();

        assertThatThrownBy(() -> instance.put("/etc/passwd/x", new TarFiles().file("a", 0644, 0, "").stream()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("/etc/passwd");
    }

    @Test
    void filesCanBePutWhereNoCommandCanRun() throws Exception {
        BaseReference reference = new BaseReference.Scratch();
        GapProven.unless(engine(), Set.of(reference.needs()), () -> engine().resolve(reference));
        Base scratch = imported(reference);
        Instance instance = start(new InstanceSpec(scratch, Optional.empty(), false));
        instance.put("/opt/app", new TarFiles().file("a", 0644, 5, "A").stream());
        Snapshot first = instance.snapshot(Optional.of(freshKey()));
        instance.close();
        Instance next = start(new InstanceSpec(scratch, Optional.of(first), false));
        next.put("/", new TarFiles().file("b", 0600, 0, "B").stream());

        int owner = ownerGot(5);
        assertThat(TarFiles.read(got(next, "/opt/app/a")))
                .containsExactly(Map.entry("a", new TarFiles.Entry(0644, owner, owner, false, "", "A")));
        assertThat(TarFiles.read(got(next, "/b")))
                .hasEntrySatisfying("b", entry -> assertThat(entry.text()).isEqualTo("B"));
    }

    // Snapshots

    @Test
    void anInstanceStartsFromASnapshotAndTheFirstGoesOn() throws Exception {
        Instance instance = start();
        sh(instance, "echo one >/state; rm /etc/group; mkdir -m 1770 /kept");
        Snapshot snapshot = instance.snapshot(Optional.empty());
        assertThat(snapshot.depth()).isIn(0, present().depth() + 1);
        sh(instance, "echo two >/state");
        Instance fork = start(new InstanceSpec(present(), Optional.of(snapshot), true));

        assertThat(sh(fork, "cat /state; stat -c %a /kept; ls /etc/group 2>/dev/null || echo gone"))
                .isEqualTo("one\n1770\ngone");
        assertThat(sh(instance, "cat /state")).isEqualTo("two");
    }

    @Test
    void changesHoldWhatWasMadeOrChanged() throws Exception {
        Instance instance = start();
        sh(
                instance,
                "echo made >/made; mkdir -p /dir/deep; echo below >/dir/deep/file; ln -s /its/target /dir/link;"
                        + " echo more >>/etc/group; rm /etc/hostname 2>/dev/null; echo aside >/dev/aside");

        Map<String, TarFiles.Entry> changes = TarFiles.read(instance.changes());

        assertThat(changed(changes, "made").text()).isEqualTo("made\n");
        assertThat(changed(changes, "dir/deep/file").text()).isEqualTo("below\n");
        assertThat(changed(changes, "dir/link").link()).isEqualTo("/its/target");
        assertThat(changed(changes, "etc/group").text()).endsWith("more\n");
        assertThat(changes).doesNotContainKey("dev/aside");
    }

    private static TarFiles.Entry changed(Map<String, TarFiles.Entry> changes, String path) {
        assertThat(changes).containsKey(path);
        return Objects.requireNonNull(changes.get(path));
    }

    @Test
    void changesHoldManyFilesAndLargeOnes() throws Exception {
        Instance instance = start();
        sh(
                instance,
                "i=0; while [ $i -lt 150 ]; do echo $i >/many-$i; i=$((i+1)); done;"
                        + " head -c 300000 /dev/zero >/large; echo end >>/large");

        Map<String, TarFiles.Entry> changes = TarFiles.read(instance.changes());

        for (int i = 0; i < 150; i++) {
            assertThat(changed(changes, "many-" + i).text()).isEqualTo(i + "\n");
        }
        assertThat(changed(changes, "large").text()).hasSize(300_004).endsWith("end\n");
    }

    @Test
    void changesGoOnAfterASnapshot() throws Exception {
        Instance instance = start();
        sh(instance, "echo one >/one");
        instance.snapshot(Optional.empty());
        sh(instance, "echo two >/two");

        assertThat(TarFiles.read(instance.changes())).containsKey("two");
    }

    @Test
    void forksDoNotSeeEachOther() throws Exception {
        Instance instance = start();
        sh(instance, "echo base >/state");
        Snapshot snapshot = instance.snapshot(Optional.empty());
        Instance a = start(new InstanceSpec(present(), Optional.of(snapshot), true));
        Instance b = start(new InstanceSpec(present(), Optional.of(snapshot), true));
        sh(a, "echo a >/state");

        assertThat(sh(b, "cat /state")).isEqualTo("base");
    }

    @Test
    void findsTheFirstCheckpointThatIsThere() throws Exception {
        Digest missing = freshKey();
        Digest first = freshKey();
        Digest second = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        instance.snapshot(Optional.of(first));
        sh(instance, "echo 2 >/n");
        Snapshot taken = instance.snapshot(Optional.of(second));

        assertThat(engine().findCheckpoint(List.of(missing, second, first))).contains(taken);
        assertThat(engine().findCheckpoint(List.of(first, second)).orElseThrow().key())
                .contains(first);
        assertThat(engine().findCheckpoint(List.of(missing))).isEmpty();
        assertThat(engine().findCheckpoint(List.of())).isEmpty();
        try (Engine other = connected()) {
            assertThat(other.findCheckpoint(List.of(second))).contains(taken);
        }
    }

    @Test
    void findsOneCheckpointAmongManyKeys() throws Exception {
        Digest there = freshKey();
        Snapshot taken = start().snapshot(Optional.of(there));
        List<Digest> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(Digest.of("contract " + i));
        }
        many.add(there);

        assertThat(engine().findCheckpoint(many)).contains(taken);
    }

    @Test
    void aCheckpointTakenTwiceIsTheLast() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        instance.snapshot(Optional.of(key));
        sh(instance, "echo 2 >/n");
        Snapshot second = instance.snapshot(Optional.of(key));

        assertThat(engine().findCheckpoint(List.of(key))).contains(second);
        assertThat(sh(start(new InstanceSpec(present(), Optional.of(second), true)), "cat /n"))
                .isEqualTo("2");
    }

    @Test
    void aCheckpointThatWasReplacedCanStillBeStartedAndPublishedFromByWhoHoldsIt() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        Snapshot held = instance.snapshot(Optional.of(key));
        try (Engine other = connected();
                Instance same = other.create(new InstanceSpec(present(), Optional.empty(), true))) {
            sh(same, "echo 2 >/n");
            same.snapshot(Optional.of(key));
        }

        assertThat(sh(start(new InstanceSpec(present(), Optional.of(held), true)), "cat /n"))
                .isEqualTo("1");
        Base published = published(present(), held, present().config());
        assertThat(sh(start(new InstanceSpec(published, Optional.empty(), true)), "cat /n"))
                .isEqualTo("1");
        assertThat(engine().resources())
                .filteredOn(listed -> listed.key().filter(key::equals).isPresent())
                .as("what can be pruned")
                .hasSize(2)
                .extracting(Resource::kind)
                .containsOnly(Resource.Kind.CHECKPOINT);
    }

    @Test
    void aCheckpointIsListedWithItsKeyAndAnInstanceWithItsBuild() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "head -c 1000000 /dev/zero >/million");
        instance.snapshot(Optional.of(key));

        List<Resource> resources = engine().resources();
        assertThat(resources)
                .anySatisfy(resource -> {
                    assertThat(resource.kind()).isEqualTo(Resource.Kind.CHECKPOINT);
                    assertThat(resource.key()).contains(key);
                    assertThat(resource.buildId()).isEmpty();
                    assertThat(resource.sizeBytes())
                            .satisfiesAnyOf(
                                    size -> assertThat(size).isEqualTo(-1),
                                    size -> assertThat(size).isBetween(1_000_000L, 1_900_000L));
                })
                .anySatisfy(resource -> {
                    assertThat(resource.kind()).isEqualTo(Resource.Kind.INSTANCE);
                    assertThat(resource.name()).isEqualTo(instance.name());
                    assertThat(resource.buildId()).contains(buildId);
                });
    }

    @Test
    void removesAnInstanceThatItsClientHasLeft() throws Exception {
        Instance instance = start();
        Resource resource = engine().resources().stream()
                .filter(listed -> listed.name().equals(instance.name()))
                .findFirst()
                .orElseThrow();

        assertThat(engine().remove(resource)).isTrue();
        assertThat(engine().remove(resource)).as("once more").isTrue();
        assertThat(engine().resources()).noneMatch(listed -> listed.id().equals(resource.id()));
    }

    @Test
    void doesNotRemoveACheckpointInUse() throws Exception {
        Digest key = freshKey();
        Instance instance = start();
        sh(instance, "echo 1 >/n");
        Snapshot snapshot = instance.snapshot(Optional.of(key));
        Instance user = start(new InstanceSpec(present(), Optional.of(snapshot), true));
        Resource resource = engine().resources().stream()
                .filter(listed -> listed.key().filter(key::equals).isPresent())
                .findFirst()
                .orElseThrow();

        assertThat(engine().remove(resource)).as("whether it is removed").isFalse();
        assertThat(engine().findCheckpoint(List.of(key))).contains(snapshot);
        assertThat(sh(user, "cat /n")).as("the user goes on").isEqualTo("1");
    }

    // Images

    @Test
    void publishesTheBasesConfigAsItIsAndNothingOfOurs() throws Exception {
        Base base = present();
        Instance instance = start();
        sh(instance, "echo made >/made");
        Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
        Base published = published(base, snapshot, base.config());

        assertThat(published.config()).isEqualTo(base.config());
        Instance run = start(new InstanceSpec(published, Optional.empty(), true));
        assertThat(sh(run, "cat /made")).isEqualTo("made");
    }

    @Test
    void nullAndEmptyStayApartInWhatIsPublished() throws Exception {
        Base base = present();
        ImageConfig empty =
                base.config().toBuilder().entrypoint(List.of()).cmd(List.of()).build();
        ImageConfig none = base.config().toBuilder().entrypoint(null).cmd(null).build();

        assertThat(published(base, null, empty).config()).isEqualTo(empty);
        assertThat(published(base, null, none).config()).isEqualTo(none);
    }

    @Test
    void publishesAWholeConfig() throws Exception {
        Base base = present();
        ImageConfig config = ImageConfig.builder()
                .entrypoint(List.of("/bin/sh", "-c"))
                .cmd(List.of("echo \"hi\" <&> é"))
                .env(Map.of("A", "b=c\nd"))
                .user("12:34")
                .workdir("/etc")
                .labels(Map.of("l", "ä <1>"))
                .exposedPorts(Set.of("80/tcp", "53/udp"))
                .volumes(Set.of("/v"))
                .onBuild(List.of("RUN x"))
                .healthcheck(new Healthcheck(
                        List.of("CMD", "true"),
                        Optional.of(Duration.ofSeconds(3)),
                        Optional.empty(),
                        Optional.of(Duration.ofMillis(1500)),
                        Optional.empty(),
                        Optional.of(2)))
                .stopSignal("SIGINT")
                .shell(List.of("/bin/ash", "-ec"))
                .build();

        assertThat(published(base, null, config).config()).isEqualTo(config);
    }

    private Base published(Base base, @Nullable Snapshot snapshot, ImageConfig config) throws InterruptedException {
        String reference = freshReference();
        BaseReference image = new BaseReference.Image(reference);
        GapProven.unless(engine(), Set.of(image.needs()), () -> engine().resolve(image));
        engine().publish(new ArtifactSpec(base, Optional.ofNullable(snapshot), config, List.of(reference)));
        return engine().resolve(image);
    }

    @Test
    void equalRequestsGiveEqualImagesAndTheSecondMakesNothing() throws Exception {
        Base base = present();
        Instance instance = start();
        sh(instance, "echo made >/made");
        Snapshot snapshot = instance.snapshot(Optional.of(freshKey()));
        String one = freshReference();
        String two = freshReference();
        ArtifactSpec spec = new ArtifactSpec(base, Optional.of(snapshot), base.config(), List.of(one, two));
        Artifact first = engine().publish(spec);

        assertThat(first.created()).isTrue();
        assertThat(first.references()).containsExactly(one, two);
        try (Engine other = connected()) {
            Artifact second = other.publish(new ArtifactSpec(
                    other.resolve(base()),
                    other.findCheckpoint(List.of(snapshot.key().orElseThrow())),
                    base.config(),
                    List.of(one, two)));
            assertThat(second).isEqualTo(new Artifact(first.id(), List.of(one, two), false));
        }
    }

    @Test
    void aNameMovesToTheNewImage() throws Exception {
        Base base = present();
        String reference = freshReference();
        ImageConfig other = base.config().toBuilder().cmd(List.of("other")).build();
        Artifact first = engine().publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of(reference)));
        Artifact second = engine().publish(new ArtifactSpec(base, Optional.empty(), other, List.of(reference)));

        references.add(first.id().toString());

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.created()).isTrue();
        assertThat(engine().resolve(new BaseReference.Image(reference)).config())
                .isEqualTo(other);
    }

    @Test
    void findsAnImageByItsNameAndByItsId() throws Exception {
        Base base = present();
        String reference = freshReference();
        Artifact made = engine().publish(new ArtifactSpec(base, Optional.empty(), base.config(), List.of(reference)));

        assertThat(engine().image(reference)).contains(new Artifact(made.id(), List.of(reference), false));
        assertThat(engine().image(made.id().toString())).contains(new Artifact(made.id(), List.of(), false));
    }

    @Test
    void findsNoImageThatIsNotThere() throws Exception {
        assertThat(engine().image(freshReference())).isEmpty();
    }

    // Interrupts

    @Test
    void makingAnInstanceLeavesNothingWhenInterrupted() throws Exception {
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true);
        for (int millis : MOMENTS) {
            endsThoughInterrupted(millis, () -> engine().create(spec).close());

            assertThat(ofTheBuild()).as("interrupted after %s ms", millis).isEmpty();
        }
    }

    @Test
    void takingACheckpointLeavesNothingWhenInterrupted() throws Exception {
        Instance instance = start();
        for (int millis : MOMENTS) {
            Digest key = freshKey();
            boolean taken = endsThoughInterrupted(millis, () -> instance.snapshot(Optional.of(key)));

            assertThat(ofKey(key)).as("interrupted after %s ms", millis).hasSize(taken ? 1 : 0);
        }
    }

    @Test
    void takingASnapshotOfTheBuildLeavesNothingWhenInterrupted() throws Exception {
        Instance instance = start();
        for (int millis : MOMENTS) {
            int before = ofTheBuild().size();
            boolean taken = endsThoughInterrupted(millis, () -> instance.snapshot(Optional.empty()));

            assertThat(ofTheBuild()).as("interrupted after %s ms", millis).hasSize(before + (taken ? 1 : 0));
        }
    }

    @Test
    void publishingMovesNoNameWhenInterrupted() throws Exception {
        Base base = present();
        for (int millis : MOMENTS) {
            ArtifactSpec spec = new ArtifactSpec(base, Optional.empty(), base.config(), List.of(freshReference()));
            boolean published = endsThoughInterrupted(millis, () -> engine().publish(spec));

            assertThat(engine().publish(spec).created())
                    .as("whether it is still to be made, interrupted after %s ms", millis)
                    .isEqualTo(!published);
            assertThat(ofTheBuild()).isEmpty();
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** Does something on a thread that is interrupted after a while; false if it did not come to its end for that. */
    private static boolean endsThoughInterrupted(int millis, Work work) throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread worker = new Thread(() -> {
            try {
                work.run();
                ended.complete(true);
            } catch (InterruptedException e) {
                ended.complete(false);
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        worker.start();
        LockSupport.parkNanos(millis * 1_000_000L);
        worker.interrupt();
        return ended.get(40, TimeUnit.SECONDS);
    }

    // Closing

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        Instance instance = start();
        instance.close();
        instance.close();

        assertThat(engine().resources()).noneMatch(resource -> resource.name().equals(instance.name()));
    }

    @Test
    void closesOnAnInterruptedThread() throws Exception {
        Instance instance = start();
        Thread.currentThread().interrupt();
        instance.close();

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(engine().resources()).noneMatch(resource -> resource.name().equals(instance.name()));
    }

    @Test
    void anInstanceThatIsOpenWhenItsEngineIsClosedIsGoneSoon() throws Exception {
        Instance instance = engine().create(new InstanceSpec(present(), Optional.empty(), true));
        sh(instance, "setsid sleep 1001 >/dev/null 2>&1 </dev/null &");
        engine().close();

        try (Engine after = connected()) {
            long end = System.nanoTime() + SOON.toNanos();
            while (isThere(after, instance) && System.nanoTime() < end) {
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(isThere(after, instance)).as("whether it is there").isFalse();
        }
    }

    private static boolean isThere(Engine engine, Instance instance) throws InterruptedException {
        return engine.resources().stream().anyMatch(resource -> resource.name().equals(instance.name()));
    }

    @Test
    void anInstanceThatIsKeptOutlivesItsClient() throws Exception {
        Instance instance = start();
        sh(instance, "echo look >/inside");
        instance.keep();
        instance.close();
        engine().close();

        try (Engine after = connected()) {
            Resource kept = after.resources().stream()
                    .filter(resource -> resource.name().equals(instance.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(after.remove(kept)).isTrue();
        }
    }

    @Test
    void closingTheEngineLeavesNoThreadThatKeepsTheProcessAlive() throws Exception {
        Instance instance = start();
        sh(instance, "true");
        instance.close();
        engine().close();

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.isDaemon())
                .allSatisfy(thread -> assertThat(thread.getThreadGroup().getName())
                        .as("%s", thread)
                        .isIn("main", "system"))
                .noneMatch(thread -> thread.getName().startsWith("chandler-"));
    }

    private static String out(Instance instance, Command.Builder command) throws InterruptedException {
        RecordedOutput output = new RecordedOutput();
        CommandResult result = instance.run(command.build(), output);
        assertThat(result.exitCode()).as("%s", output.err()).isZero();
        return output.out().strip();
    }

    private static <T> T quietly(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // Bringing images out

    private OutputContract published(Capability needed) throws Exception {
        GapProven.unless(engine(), Set.of(needed), () -> attempt(needed));
        Base base = present();
        Instance instance = start();
        sh(instance, "printf brought >/out; chmod 0640 /out; chown 12:34 /out");
        return new OutputContract(
                engine(),
                engine().publish(new ArtifactSpec(
                        base,
                        Optional.of(instance.snapshot(Optional.of(freshKey()))),
                        base.config(),
                        List.of(freshReference()))));
    }

    private void attempt(Capability needed) throws Exception {
        Artifact none = new Artifact(Digest.of("none"), List.of(), false);
        if (needed == Capability.PUSH) {
            engine().push(none, NOWHERE, ProgressSink.NONE);
        } else {
            engine().export(none, OutputContract.receiver());
        }
    }

    private String atRegistry() {
        return registry().orElseThrow() + "/chandler-contract/" + UUID.randomUUID() + ":1.0";
    }

    @Test
    void anExportIsTheWholeImageWithOwnersAndModes() throws Exception {
        published(Capability.EXPORT).anExportIsTheWholeImage("out", 0640, 12, "brought");
    }

    @Test
    void anExportHasNothingOfOurs() throws Exception {
        published(Capability.EXPORT).anExportHasNothingOfOurs();
    }

    @Test
    void exportsAreEqualToTheByte() throws Exception {
        published(Capability.EXPORT).exportsAreEqualToTheByte();
    }

    @Test
    void aReceiverThatFailsEndsAnExportInItsOwnWords() throws Exception {
        published(Capability.EXPORT).aReceiverThatFailsEndsItInItsOwnWords();
    }

    @Test
    void anInterruptEndsAnExport() throws Exception {
        published(Capability.EXPORT).anInterruptEndsAnExport();
    }

    @Test
    void anImageThatWasFoundIsExportedAsWhatWasPublished() throws Exception {
        published(Capability.EXPORT).anImageThatIsFoundIsExportedAsItIs();
    }

    @Test
    void whatWasPushedIsAtTheRegistryAndItsNameNotHere() throws Exception {
        published(Capability.PUSH).whatWasPushedIsAtTheRegistryAndNotHere(atRegistry());
    }

    @Test
    void aPushToNowhereSaysWhyAndLeavesNoName() throws Exception {
        published(Capability.PUSH).aPushThatIsRefusedSaysWhyAndLeavesNoName(NOWHERE);
    }

    @Test
    void aPushThatIsInterruptedLeavesNoName() throws Exception {
        OutputContract contract = published(Capability.PUSH);
        String reference = atRegistry();
        Thread.currentThread().interrupt();
        contract.aPushThatIsInterruptedLeavesNoName(reference);
    }
}
