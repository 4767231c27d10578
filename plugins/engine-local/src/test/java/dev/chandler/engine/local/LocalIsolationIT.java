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
import dev.chandler.api.engine.Network;
import dev.chandler.api.engine.Snapshot;
import dev.chandler.api.event.OutputSink;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.provision.Command;
import dev.chandler.testkit.RecordedOutput;
import dev.chandler.testkit.TarFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
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

    private static String rights(Instance instance) throws InterruptedException {
        return says(instance, "grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | cut -f2 | sort -u");
    }

    @Test
    void itHasDockersUsualRightsAndNoMoreWhereTheNetworkIsItsOwn() throws Exception {
        InstanceSettings settings =
                InstanceSettings.builder().network(Network.of("none")).build();

        assertThat(rights(stores.instance(BUSYBOX, settings))).isEqualTo("0000000000000000\n00000000a80425fb");
    }

    @Test
    void itCannotListenToTheMachinesNetwork() throws Exception {
        assertThat(rights(busybox())).isEqualTo("0000000000000000\n00000000a80405fb");
        assertThat(ends(busybox(), "arping -c 1 -I lo 127.0.0.1")).isNotZero();
    }

    @Test
    void theFirstProcessHearsNothingFromItAndGivesNothingAway() throws Exception {
        Path out = folder.resolve("out");
        Instance instance = busybox();
        List<String> lines = List.of(
                "echo 'first=1 -- /bin/touch " + out + "' >>/proc/1/fd/2",
                "echo 'first=1 -- /bin/touch " + out + "' >>/proc/1/fd/1",
                ": <>/proc/1/fd/0",
                "ls /proc/1/root/",
                "ls /proc/1/cwd/",
                "cat /proc/1/environ");

        for (String line : lines) {
            assertThat(ends(instance, line)).as(line).isNotZero();
        }
        instance.snapshot(Optional.empty());

        assertThat(says(instance, "echo on")).isEqualTo("on");
        assertThat(out).doesNotExist();
    }

    @Test
    void aProgramOfTheMachineStaysAsItIs() throws Exception {
        Path cat = Program.find("cat");
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(cat);
        try {
            assertThat(ends(busybox(), "chmod u+s /proc/1/exe")).isNotZero();
            assertThat(Program.run("stat", "-c", "%a", cat.toString())).isEqualTo("755\n");
        } finally {
            Files.setPosixFilePermissions(cat, before);
        }
    }

    @Test
    void nodesOfDevicesAreItsOwn() throws Exception {
        String before = Program.run("stat", "-c", "%n %a %g %Y", "/dev/null", "/dev/zero");
        Instance instance = busybox();

        says(instance, "touch /dev/zero; chown 0:7 /dev/zero; touch /dev/stdin; touch /dev/null");

        assertThat(Program.run("stat", "-c", "%n %a %g %Y", "/dev/null", "/dev/zero"))
                .isEqualTo(before);
        assertThat(says(instance, "stat -c '%a %g' /dev/zero; cat </dev/null; echo 1 >/dev/null; cat -"))
                .isEqualTo("666 7");
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
                "ls -A /sys/firmware /sys/devices/virtual/powercap | grep -v :",
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

        assertThat(says(instance, "set -- /proc/[0-9]*; echo $#")).isEqualTo("2");
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
        RecordedOutput output = new RecordedOutput();
        Instance instance = busybox();
        Command command = Command.of("/bin/sh", "-c", "echo $LD_DEBUG $LD_PRELOAD $PATH")
                .env(Map.of("LD_DEBUG", "all", "LD_PRELOAD", "./x.so", "PATH", "/bin"))
                .build();

        instance.run(command, output);

        assertThat(output.err()).isEmpty();
        assertThat(output.out()).isEqualTo("all ./x.so /bin\n");
    }

    /** The machine's loader says what it does in a file whose name ends with its process's number. */
    @Test
    void whatTheMachinesProgramsReadOfItIsReadAmongItsProcesses() throws Exception {
        Instance instance = busybox();
        Command command = Command.of("/bin/true")
                .env(Map.of("LD_DEBUG", "files", "LD_DEBUG_OUTPUT", "./ran"))
                .build();

        instance.run(command, OutputSink.NONE);
        assertThat(ends(instance, "ls /ran.*")).isNotZero();
        says(instance, "rm /usr/bin/env");
        instance.run(command, OutputSink.NONE);

        assertThat(Integer.parseInt(says(instance, "ls /ran.* | cut -d. -f2")))
                .as("a process's own number, as that is in the instance")
                .isLessThan(50);
    }

    @Test
    void anInstanceWhoseFirstProcessHasEndedIsGone() throws Exception {
        Instance instance = busybox();
        long first = firstProcess(instance);
        Thread killer = new Thread(() -> {
            while (!reads(Long.toString(first), "cmdline").isEmpty()) {
                ProcessHandle.of(first).ifPresent(ProcessHandle::destroyForcibly);
            }
        });

        assertThatThrownBy(() -> {
                    killer.start();
                    says(instance, "while :; do :; done");
                })
                .as("a command that runs")
                .isInstanceOf(EngineException.class);
        killer.join();
        assertThatThrownBy(() -> says(instance, "true"))
                .as("one that comes after")
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.problems().get(0).code()).isEqualTo("CH-LOCAL-008"));
        instance.close();
        assertThat(stores.count("w")).isZero();
    }

    /** By its number on the machine: the parent of one whose own parent has ended. */
    private long firstProcess(Instance instance) throws Exception {
        String seconds = "62" + ProcessHandle.current().pid();
        says(instance, "sleep " + seconds + " >/dev/null 2>&1 &");
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .filter(name -> reads(name, "cmdline").equals("sleep\0" + seconds + "\0"))
                    .map(name -> reads(name, "stat"))
                    .map(stat -> stat.substring(stat.lastIndexOf(')') + 4).split(" ", -1)[0])
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String reads(String pid, String name) {
        try {
            return Files.readString(Path.of("/proc", pid, name), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return ""; // It has ended.
        }
    }

    @Test
    void whatAStepStartsInNamespacesOfItsOwnEndsWithTheStep() throws Exception {
        Instance instance = stores.instance(DEBIAN, InstanceSettings.NONE);
        String sleeping = "unshare -Urpf sh -c 'sleep 1000; :' >/dev/null 2>&1 & sleep 0.5";
        Command marked = Command.of("/bin/sh", "-c", sleeping)
                .env(Map.of("PATH", "/usr/bin:/bin"))
                .mark(Optional.of("it"))
                .build();
        instance.run(marked, OutputSink.NONE);
        says(instance, sleeping);
        assertThat(says(instance, "grep -l sleep /proc/[0-9]*/comm | wc -l")).isEqualTo("2");

        instance.endProcesses(Optional.of("it"));
        assertThat(says(instance, "grep -l sleep /proc/[0-9]*/comm | wc -l")).isEqualTo("1");
        instance.endProcesses(Optional.empty());
        assertThat(says(instance, "grep -l sleep /proc/[0-9]*/comm | wc -l")).isEqualTo("0");
    }

    @Test
    void whoLooksIntoWhatWasKeptRunsItsProgramsWithNoMoreRights() throws Exception {
        Instance instance = stores.instance(DEBIAN, InstanceSettings.NONE);
        says(instance, "touch " + MARK);
        instance.keep();
        instance.close();
        String escape = "mkdir(\"x\"); chroot(\"x\") or die; chdir(\"..\") for 1..50; chroot(\".\") or die;"
                + " print -e \"" + MARK + "\" ? \"its own\" : join(\" \", glob(\"/*\"))";

        assertThat(look("grep CapEff /proc/self/status | cut -f2")).isEqualTo("00000000a80405fb\n");
        assertThat(look("cd / && perl -e '" + escape + "'")).isEqualTo("its own");
        assertThat(
                        look(
                                "for line in ': </dev/kmsg' 'mknod /d b 254 0 && : </d' 'mknod /dev/d b 254 0 && : </dev/d'"
                                        + " 'echo 1 >/proc/sys/vm/drop_caches' 'mount -t tmpfs none /mnt' 'head -c1 /proc/kcore | grep .';"
                                        + " do sh -c \"$line\" 2>/dev/null && echo \"$line\"; done; echo 1 >/dev/null; tty </dev/zero; :"))
                .isEqualTo("not a tty\n");
    }

    private String look(String line) throws Exception {
        try (Stream<Path> works = Files.list(stores.root().resolve("w"))) {
            Path work = works.findFirst().orElseThrow();
            return Program.run("sh", work.resolve("look").toString(), "/bin/sh", "-c", line);
        }
    }
}
