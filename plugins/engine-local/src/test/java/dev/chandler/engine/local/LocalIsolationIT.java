package dev.chandler.engine.local;

import static dev.chandler.engine.local.LocalStores.BUSYBOX;
import static dev.chandler.engine.local.LocalStores.DEBIAN;
import static dev.chandler.engine.local.LocalStores.ends;
import static dev.chandler.engine.local.LocalStores.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.engine.Engine;
import dev.chandler.api.engine.Instance;
import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.InstanceSpec;
import dev.chandler.api.engine.Mount;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.TarFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What commands cannot do to the machine on which they run, all of them root's. */
class LocalIsolationIT {

    /** Only in the instance. */
    private static final String MARK = "/of-the-instance";

    @RegisterExtension
    final LocalStores stores = new LocalStores();

    @TempDir
    Path folder = Path.of("");

    private Instance busybox() throws InterruptedException {
        Instance instance = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(instance, "touch " + MARK);
        return instance;
    }

    @Test
    void climbingOutOfAnotherRootEndsAtTheInstancesOwn() throws Exception {
        String escape = "mkdir(\"x\"); chroot(\"x\") or die; chdir(\"..\") for 1..50; chroot(\".\") or die;"
                + " print -e \"" + MARK + "\" ? \"its own\" : join(\" \", glob(\"/*\"))";

        Instance instance = stores.instance(DEBIAN, InstanceSettings.NONE);
        says(instance, "touch " + MARK);

        assertThat(says(instance, "cd / && perl -e '" + escape + "'")).isEqualTo("its own");
    }

    @Test
    void allProcessesThatItSeesHaveItsOwnRoot() throws Exception {
        Instance instance = busybox();

        assertThat(says(
                        instance,
                        "sleep 60 & for p in /proc/[0-9]*; do ls $p/root/ >/dev/null 2>&1 || continue;"
                                + " [ -e $p/root" + MARK
                                + " ] || echo \"$p has another\"; ls -d $p/cwd/.. | grep -v cwd; done; kill $!"))
                .isEmpty();
        assertThat(says(instance, "readlink /proc/1/root; readlink /proc/1/cwd"))
                .isEqualTo("/\n/");
    }

    @Test
    void nothingOfTheMachineIsAmongItsMounts() throws Exception {
        Instance instance = busybox();

        // Its own hostname, hosts and resolv.conf are files of the store, one by one.
        assertThat(says(instance, "cat /proc/self/mountinfo").lines().filter(line -> !line.contains("/own/")))
                .noneMatch(line -> line.contains(stores.root().toString()))
                .allMatch(line -> line.matches(".* - (overlay|tmpfs|devpts|devtmpfs|mqueue|sysfs|proc) .*"));
        assertThat(says(instance, "ls /.. /../..")).contains("bin").doesNotContain("boot", "work");
    }

    @Test
    void itHasDockersUsualRightsAndNoMore() throws Exception {
        assertThat(says(busybox(), "grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | cut -f2 | sort -u"))
                .isEqualTo("0000000000000000\n00000000a80425fb");
    }

    @Test
    void nothingOfThisWorks() throws Exception {
        Instance instance = busybox();
        List<String> lines = List.of(
                "mount -t tmpfs none /mnt",
                "mount -o remount,rw /proc/sys",
                "mount -o remount,rw /sys",
                "umount /proc/sys",
                "umount /dev",
                "echo core >/proc/sys/kernel/core_pattern",
                "echo 1 >/proc/sys/vm/drop_caches",
                "echo s >/proc/sysrq-trigger",
                "echo 1 >/sys/kernel/profiling",
                "mkdir /sys/fs/cgroup/x",
                "head -c1 /proc/kcore | grep .",
                "hostname another",
                "chroot /proc/1/root mount -t tmpfs none /mnt",
                ": </dev/tty",
                "mknod /dev/disk b 254 0 && : </dev/disk",
                "mknod /disk b 254 0 && : </disk",
                "mknod /dev/shm/kmsg c 1 11 && : </dev/shm/kmsg");

        for (String line : lines) {
            assertThat(ends(instance, line)).as(line).isNotZero();
        }
        assertThat(ends(instance, ": </dev/zero && : >/dev/null && mknod /null c 1 3"))
                .isZero();
    }

    @Test
    void itSeesItsOwnProcessesAlone() throws Exception {
        Instance instance = busybox();

        assertThat(says(instance, "ls -d /proc/[0-9]* | wc -l")).isEqualTo("4");
        assertThat(ends(instance, "kill -0 " + ProcessHandle.current().pid())).isNotZero();
    }

    @Test
    void aCommandHasItsThreeStreamsAndNothingElseOpen() throws Exception {
        assertThat(says(busybox(), "echo /proc/self/fd/*"))
                .isEqualTo("/proc/self/fd/0 /proc/self/fd/1 /proc/self/fd/2 /proc/self/fd/3");
    }

    @Test
    void filesGoWhereTheInstanceSeesLinksLead() throws Exception {
        Instance instance = busybox();
        says(instance, "mkdir /etc/inside; ln -s /etc/inside /absolute; ln -s ../../../../../../etc/inside /relative");
        instance.put("/absolute", new TarFiles().file("one", 0644, 0, "1").stream());
        instance.put("/", new TarFiles().file("relative/two", 0644, 0, "2").stream());
        instance.put("/", new TarFiles().file("absolute/three", 0644, 0, "3").stream());

        assertThat(says(instance, "cat /etc/inside/one /etc/inside/two /etc/inside/three"))
                .isEqualTo("123");
        assertThat(Path.of("/etc/inside")).doesNotExist();
    }

    @Test
    void aLinkOfTheArchiveItselfIsNoWayOut() throws Exception {
        Path outside = Files.createFile(folder.resolve("outside"));
        Instance instance = busybox();
        TarFiles archive = new TarFiles().link("way", folder.toString()).file("way/outside", 0644, 0, "written");

        assertThatThrownBy(() -> instance.put("/", archive.stream())).isInstanceOf(EngineException.class);

        assertThat(outside).isEmptyFile();
    }

    @Test
    void whatIsGotThroughALinkIsTheInstances() throws Exception {
        Instance instance = busybox();
        says(instance, "ln -s " + folder + " /way; mkdir -p " + folder + "; echo its own >" + folder + "/file");
        Files.writeString(folder.resolve("file"), "the machine's");

        assertThat(TarFiles.read(instance.get("/way/file").orElseThrow())
                        .get("file")
                        .text())
                .isEqualTo("its own\n");
    }

    @Test
    void placesOfMountsAreThoseThatTheInstanceSees() throws Exception {
        Files.writeString(folder.resolve("file"), "of the client");
        Instance first = stores.instance(BUSYBOX, InstanceSettings.NONE);
        says(first, "mkdir -p /opt/deep; ln -s /opt /way");
        Snapshot state = first.snapshot(Optional.empty());
        Engine engine = stores.engine("other");
        InstanceSettings settings = InstanceSettings.builder()
                .mount(new Mount.Bind(folder, "/way/deep", true))
                .build();
        Instance second = stores.closing(
                engine.create(new InstanceSpec(engine.resolve(BUSYBOX), Optional.of(state), true, settings)));

        assertThat(says(second, "cat /opt/deep/file")).isEqualTo("of the client");
        assertThat(Path.of("/opt/deep")).doesNotExist();
    }

    @Test
    void aVariableOfTheCommandIsNotOneOfTheProgramsThatStartIt() throws Exception {
        Path said = folder.resolve("said");
        Instance instance = busybox();
        Command command = Command.of("/bin/sh", "-c", "echo $LD_DEBUG_OUTPUT")
                .env(Map.of("LD_DEBUG", "all", "LD_DEBUG_OUTPUT", said.toString(), "PATH", "/bin"))
                .build();

        instance.run(command, OutputSink.NONE);

        assertThat(folder).isEmptyDirectory();
    }
}
