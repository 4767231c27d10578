package dev.chandler.engine.local;

import static dev.chandler.engine.local.LocalStores.BUSYBOX;
import static dev.chandler.engine.local.LocalStores.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Base;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Resource;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.problem.EngineException;
import dev.chandler.testkit.TarFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the store, and of what runs, when a client is killed or something is taken away. */
class LocalLossIT {

    private static final long SOON = TimeUnit.SECONDS.toNanos(20);

    @RegisterExtension
    final LocalStores stores = new LocalStores();

    @Test
    void aKilledClientLeavesNoProcessAndItsFilesGoWithTheNext() throws Exception {
        String seconds = "61" + ProcessHandle.current().pid();
        Process client = LocalClient.start(stores.root(), seconds);
        BufferedReader said =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        String name = said.readLine();
        assertThat(sleeping(seconds)).isTrue();
        Engine beside = stores.engine("beside");
        assertThat(beside.resources()).extracting(Resource::name).contains(name);
        beside.close();
        assertThat(stores.count("w")).as("what a client works in that runs").isEqualTo(1);

        client.destroyForcibly().waitFor();

        long end = System.nanoTime() + SOON;
        while (sleeping(seconds) && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(sleeping(seconds)).isFalse();
        stores.engine("next").close();
        assertThat(stores.count("w")).isZero();
        assertThat(stores.count("uses")).isZero();
        assertThat(stores.count("l")).as("the base's layer").isEqualTo(1);
        assertThat(stores.count("states")).as("the base").isEqualTo(1);
    }

    private static boolean sleeping(String seconds) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .arguments()
                        .filter(words -> List.of(words).contains(seconds))
                        .isPresent());
    }

    @Test
    void anInstanceWhoseShellWasKilledIsAProblem() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "echo one >/one");
        String shell = Files.readString(work().resolve("shell"));

        ProcessHandle.of(ProcessIdentity.parse(shell).pid()).orElseThrow().destroyForcibly();

        long end = System.nanoTime() + SOON;
        while (ProcessIdentity.parse(shell).runs() && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThatThrownBy(() -> says(instance, "true"))
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo("CH-LOCAL-008"));
    }

    private Path work() throws IOException {
        try (Stream<Path> works = Files.list(stores.root().resolve("w"))) {
            return works.findFirst().orElseThrow();
        }
    }

    @Test
    void whatWasKeptCanBeLookedInto() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "echo inside >/file");
        instance.keep();
        instance.close();
        stores.engine("next").close();

        assertThat(Program.run("sh", work().resolve("look").toString(), "/bin/cat", "/file"))
                .isEqualTo("inside\n");
        Engine engine = stores.engine("removing");
        for (Resource resource : engine.resources()) {
            engine.remove(resource);
        }
        assertThat(stores.count("w")).isZero();
        assertThat(stores.count("uses")).isZero();
    }

    @Test
    void aStateThatIsGoneIsAProblemAndLeavesNothing() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "echo one >/one");
        Digest key = Digest.of("key");
        Snapshot state = instance.snapshot(Optional.of(key));
        instance.close();
        Engine engine = stores.engine("other");
        Base base = engine.resolve(BUSYBOX);
        for (Resource resource : engine.resources()) {
            assertThat(engine.remove(resource)).isTrue();
        }

        assertThat(engine.findCheckpoint(List.of(key))).isEmpty();
        assertThatThrownBy(() -> engine.create(new InstanceSpec(base, Optional.of(state), true)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(state.id());
        assertThat(stores.count("l")).isZero();
        assertThat(stores.count("w")).isZero();
    }

    @Test
    void layersStayAsLongAsAStateAboveThemNeedsThem() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "echo one >/one");
        instance.snapshot(Optional.of(Digest.of("first")));
        says(instance, "echo two >/two");
        Snapshot second = instance.snapshot(Optional.of(Digest.of("second")));
        instance.close();
        Engine engine = stores.engine("other");
        for (Resource resource : engine.resources()) {
            if (!resource.key().equals(second.key())) {
                assertThat(engine.remove(resource)).isTrue();
            }
        }

        Instance next =
                stores.closing(engine.create(new InstanceSpec(engine.resolve(BUSYBOX), Optional.of(second), true)));

        assertThat(says(next, "cat /one /two")).isEqualTo("one\ntwo");
        assertThat(stores.count("l")).isEqualTo(3);
    }

    @Test
    void whatRunsOnWhileAStateIsKeptChangesItNoMore() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "setsid sh -c 'while :; do echo more >>/log; sleep 0.02; done' >/dev/null 2>&1 </dev/null &");
        Snapshot state = instance.snapshot(Optional.empty());
        Engine engine = stores.engine("other");
        Instance fork =
                stores.closing(engine.create(new InstanceSpec(engine.resolve(BUSYBOX), Optional.of(state), true)));
        String before = says(fork, "wc -l </log");

        assertThat(says(instance, "n=$(wc -l </log); while [ $(wc -l </log) = $n ]; do sleep 0.02; done; echo grows"))
                .isEqualTo("grows");
        assertThat(says(fork, "wc -l </log")).isEqualTo(before);
    }

    @Test
    void filesThatComeAndGoWhileAStateIsKeptDoNoHarm() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(
                instance,
                "mkdir /many; setsid sh -c 'while :; do for i in 1 2 3 4 5 6 7 8 9; do echo $i >/many/$i; done; rm /many/*; done'"
                        + " >/dev/null 2>&1 </dev/null &");

        for (int i = 0; i < 20; i++) {
            assertThat(instance.snapshot(Optional.empty()).id()).isNotEmpty();
        }
    }

    @Test
    void aStateOfNothingNewIsMadeOfTheSameLayers() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "true");
        instance.snapshot(Optional.of(Digest.of("first")));
        instance.snapshot(Optional.of(Digest.of("second")));

        assertThat(stores.count("l")).isEqualTo(1);
    }

    @Test
    void chainsOfAnyLengthHaveStates() throws Exception {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        for (int i = 0; i < InstanceRoot.LONGEST + 3; i++) {
            instance.put("/", new TarFiles().file("f" + i % 7, 0644, 0, "" + i).stream());
            instance.snapshot(Optional.of(Digest.of("key")));
        }

        assertThat(says(instance, "cat /f0 /f1")).isNotEmpty();
    }

    @Test
    void oneThatCannotBeClosedKeepsNoOtherOpen() throws Exception {
        Engine engine = stores.engine("closing");
        for (int i = 0; i < 3; i++) {
            Instance each = engine.create(LocalStores.spec(engine, BUSYBOX, InstanceSettings.NONE));
            says(each, "true");
        }
        List<Path> uses;
        try (Stream<Path> files = Files.list(stores.root().resolve("uses"))) {
            uses = files.limit(2).toList();
        }
        for (Path use : uses) {
            Files.delete(use);
            Files.createFile(Files.createDirectory(use).resolve("in-the-way"));
        }

        assertThatThrownBy(engine::close).isInstanceOf(EngineException.class);

        try (Stream<Path> works = Files.list(stores.root().resolve("w"))) {
            assertThat(works).isEmpty();
        }
        for (Path use : uses) {
            Program.run("rm", "-r", use.toString());
        }
    }
}
