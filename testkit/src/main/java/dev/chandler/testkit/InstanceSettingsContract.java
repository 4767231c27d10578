package dev.chandler.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Device;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Network;
import dev.chandler.api.engine.Ulimit;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an engine has to do with {@link InstanceSettings}, as far as it says that it is capable of it. */
abstract class InstanceSettingsContract extends MountContract {

    /**
     * Whether the machine lets instances be privileged: one that does not has the engine say so.
     *
     * @return false where the engine itself is held back
     */
    protected boolean mayBePrivileged() {
        return true;
    }

    /**
     * The Linux capabilities that a privileged instance has.
     *
     * @return hexadecimal digits that are in its {@code CapEff}; by default those that this process could have, for a daemon beside it,
     *     which on some machines are not all that there are
     */
    protected String privileges() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapBnd:"))
                    .map(line -> line.substring(line.indexOf('\t') + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InstanceSettings.Builder settings() {
        return InstanceSettings.builder();
    }

    @Test
    void withoutANetworkThereIsOnlyTheLoopback() throws Exception {
        Instance instance = start(settings().network(Network.of("none")));

        assertThat(sh(instance, "ls /sys/class/net")).doesNotContain("eth");
        assertThat(sh(instance, "grep -c : /proc/net/dev")).isEqualTo("1");
    }

    @Test
    void withoutANetworkFilesCanBePut() throws Exception {
        Instance instance = start(settings().network(Network.of("none")));

        instance.put("/opt", new TarFiles().file("a", 0644, 0, "content").stream());

        assertThat(sh(instance, "cat /opt/a")).isEqualTo("content");
    }

    @Test
    void theHostsNetworkIsThatOfTheMachine() throws Exception {
        Instance apart = start(settings());
        Instance with = start(settings().network(Network.of("host")));

        assertThat(sh(with, "readlink /proc/self/ns/net")).isNotEqualTo(sh(apart, "readlink /proc/self/ns/net"));
        assertThat(sh(with, "cat /proc/net/dev | grep -c :")).isNotEqualTo("0");
    }

    @Test
    void aNetworkThatIsNotThereIsAProblemWithItsName() throws Exception {
        InstanceSettings nowhere =
                settings().network(Network.of("contract-there-is-none")).build();
        InstanceSpec spec = new InstanceSpec(present(), Optional.empty(), true, nowhere);
        GapProven.unless(engine(), nowhere.needs(), () -> engine().create(spec));

        assertThatThrownBy(() -> start(spec))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("contract-there-is-none");
    }

    @Test
    void hostsAreKnownByTheirNamesAndNotInAnySnapshot() throws Exception {
        Instance instance = start(settings().hosts(Map.of("registry.contract", "10.9.8.7")));
        assertThat(sh(instance, "cat /etc/hosts")).contains("10.9.8.7\tregistry.contract", "127.0.0.1\tlocalhost");

        Instance next = start(
                Optional.of(instance.snapshot(Optional.of(freshKey()))),
                settings().build());

        assertThat(sh(next, "cat /etc/hosts || :")).doesNotContain("registry.contract");
    }

    @Test
    void hostsAreKnownByTheirNamesInTheHostsNetworkToo() throws Exception {
        Instance instance =
                start(settings().hosts(Map.of("registry.contract", "10.9.8.7")).network(Network.of("host")));

        assertThat(sh(instance, "cat /etc/hosts")).contains("10.9.8.7\tregistry.contract");
    }

    @Test
    void nameServersAreThoseThatAreAskedFor() throws Exception {
        Instance instance = start(settings().dns(List.of("10.9.8.7")));

        assertThat(sh(instance, "cat /etc/resolv.conf")).contains("nameserver 10.9.8.7");
    }

    @Test
    void memoryIsLimited() throws Exception {
        Instance instance = start(settings().memoryBytes(64 << 20));

        assertThat(sh(instance, "cat /sys/fs/cgroup/memory.max || cat /sys/fs/cgroup/memory/memory.limit_in_bytes"))
                .isEqualTo(Integer.toString(64 << 20));
    }

    @Test
    void processorsAreLimited() throws Exception {
        Instance instance = start(settings().nanoCpus(500_000_000));

        assertThat(sh(
                        instance,
                        "cat /sys/fs/cgroup/cpu.max || cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us"
                                + " /sys/fs/cgroup/cpu/cpu.cfs_period_us"))
                .matches("50000\\s100000");
    }

    @Test
    void capabilitiesAreDroppedAndAdded() throws Exception {
        Instance instance = start(settings().capabilities(List.of("CHOWN", "KILL"), List.of("ALL")));

        // CHOWN is 0, KILL is 5.
        assertThat(sh(instance, "grep CapEff /proc/self/status")).endsWith("0000000000000021");
    }

    @Test
    void endsProcessesOfAllUsersAlsoWhereRootMayNotKill() throws Exception {
        Instance instance = start(settings().capabilities(List.of(), List.of("ALL")));
        instance.run(
                shell("trap '' TERM; sleep 600 & sleep 601 &").user("nobody").build(), OutputSink.NONE);
        instance.run(shell("sleep 602 &").build(), OutputSink.NONE);
        assertThat(sh(instance, "cat /proc/[0-9]*/cmdline | tr '\\000' ' '")).contains("sleep 601", "sleep 602");

        instance.endProcesses(Optional.empty());

        assertThat(sh(instance, "cat /proc/[0-9]*/cmdline | tr '\\000' ' '")).doesNotContain("sleep");
    }

    @Test
    void noProgramGivesNewPrivileges() throws Exception {
        Instance instance = start(settings().noNewPrivileges(true));

        assertThat(sh(instance, "grep NoNewPrivs /proc/self/status")).endsWith("1");
    }

    @Test
    void aReadOnlyRootTakesNothingButBelowDev() throws Exception {
        Instance instance = start(settings().readOnly(true));

        assertThat(code(instance, "touch /file")).isNotZero();
        assertThat(code(instance, "touch /dev/file")).isZero();
        instance.endProcesses(Optional.empty());
        Instance next = start(
                Optional.of(instance.snapshot(Optional.of(freshKey()))),
                settings().build());
        assertThat(code(next, "touch /file && test ! -e /dev/file")).isZero();
    }

    /** Not nofile with two values: the Go runtime of some engines raises that one for a moment, and not always back. */
    @Test
    void ulimitsHoldForCommandsOfAllUsers() throws Exception {
        Instance instance =
                start(settings().ulimits(Map.of("nofile", new Ulimit(123, 123), "nproc", new Ulimit(1234, 4567))));

        assertThat(sh(instance, "ulimit -n; grep 'Max processes' /proc/self/limits"))
                .matches("123\nMax processes\\s+1234\\s+4567\\s+processes");
        RecordedOutput output = new RecordedOutput();
        instance.run(shell("ulimit -n").user("nobody").build(), output);
        assertThat(output.out()).isEqualTo("123\n");
    }

    @Test
    void devicesAreThereUnderTheirNames() throws Exception {
        Instance instance = start(settings().devices(List.of(new Device("/dev/zero", "/dev/nothing", "r"))));

        assertThat(sh(instance, "head -c 3 /dev/nothing | wc -c")).isEqualTo("3");
    }

    @Test
    void aPrivilegedInstanceIsLikeAnyOther() throws Exception {
        if (engine().capabilities().contains(Capability.PRIVILEGED) && !mayBePrivileged()) {
            assertThatThrownBy(() -> start(settings().privileged(true))).isInstanceOf(EngineException.class);
            return;
        }
        Instance instance = start(settings().privileged(true));
        assertThat(sh(instance, "grep CapEff /proc/self/status")).contains(privileges());
        sh(instance, "touch /dev/file; sleep 600 >/dev/null 2>&1 &");

        long begun = System.nanoTime();
        instance.endProcesses(Optional.empty());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        Instance next = start(
                Optional.of(instance.snapshot(Optional.of(freshKey()))),
                settings().build());
        assertThat(code(next, "test ! -e /dev/file")).isZero();
    }
}
