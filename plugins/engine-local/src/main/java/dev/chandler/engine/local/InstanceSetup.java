package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is done once for each instance, in the namespace of its {@link Shell}. */
final class InstanceSetup {

    private static final List<String> DEVICES = List.of("full", "null", "random", "tty", "urandom", "zero");

    /** Nodes that commands make are nodes in their images and nothing more: what they have of devices is mounted. */
    private static final String NO_DEVICES = "nosuid,nodev";

    private InstanceSetup() {}

    /**
     * Leaves the shell in the folder of layers, with the machine's programs at descriptor 8, in nobody's tree of mounts, and the pipe by which it holds namespaces
     * at 7. At 4, 5 and 6 it will have these, as {@link Processes} makes them.
     */
    static void run(Shell shell, WorkFolder work, StoreFolder store, String name, InstanceSettings settings) {
        work.write("setup", first(work).text());
        work.write("devices", mounts(work).text());
        List<String> lines = new ArrayList<>();
        lines.add("cd " + Shell.quoted(store.path("l", "")));
        lines.add("mkfifo " + Shell.quoted(work.file("life")) + " " + Shell.quoted(work.file("ready")) + " "
                + Shell.quoted(work.file("said")));
        lines.add("exec 7<>" + Shell.quoted(work.file("life")));
        lines.add("echo " + Shell.quoted(name) + " >/proc/sys/kernel/hostname");
        lines.add("mount -a -T " + Shell.quoted(work.file("setup")));
        lines.add("exec 8<" + Shell.quoted(work.tools()));
        lines.add("umount -l " + Shell.quoted(work.tools()));
        lines.addAll(devices(work));
        lines.add("cd " + Shell.quoted(store.path("l", "")));
        if (settings.network().kind() == Network.Kind.NONE) {
            // Raises the loopback device, which is the only one.
            lines.add("mount -t sysfs sysfs " + Shell.quoted(work.tools()));
            lines.add("echo 0x9 >" + Shell.quoted(work.tools().resolve("class/net/lo/flags")));
            lines.add("umount " + Shell.quoted(work.tools()));
        }
        shell.does("set up an instance", String.join(" && ", lines));
    }

    /** Lines of shell that make the devices, once what {@code setup} says is mounted. Nodes are copies: what is done to them is not done to the machine's. */
    static List<String> devices(WorkFolder work) {
        List<String> lines = new ArrayList<>();
        lines.add("cd " + Shell.quoted(work.dev()));
        lines.add("cp -a"
                + DEVICES.stream().map(device -> " /dev/" + device).collect(Collectors.joining())
                + " " + Shell.quoted(work.nodes()));
        lines.add("for node in " + String.join(" ", DEVICES) + "; do : >$node; done");
        lines.add("mkdir -m 755 pts shm" + (hasQueues() ? " mqueue" : ""));
        lines.add("for link in ptmx:pts/ptmx fd:/proc/self/fd stdin:/proc/self/fd/0 stdout:/proc/self/fd/1"
                + " stderr:/proc/self/fd/2 core:/proc/kcore; do ln -s ${link#*:} ${link%%:*}; done");
        lines.add("mount -a -T " + Shell.quoted(work.file("devices")));
        lines.add("umount -l " + Shell.quoted(work.nodes()));
        return lines;
    }

    private static boolean hasQueues() {
        return Files.exists(Path.of("/proc/sys/fs/mqueue"));
    }

    private static MountTable first(WorkFolder work) {
        return new MountTable()
                .add(Machine.PROGRAMS.toString(), work.tools(), "none", "bind,ro")
                .add("tmpfs", work.nodes(), "tmpfs", "nosuid,mode=700,size=64k")
                .add("tmpfs", work.dev(), "tmpfs", NO_DEVICES + ",mode=755,size=64m");
    }

    /** The programs again, for those who leave what they see of the machine behind. */
    private static MountTable mounts(WorkFolder work) {
        MountTable table = new MountTable()
                .add(Machine.PROGRAMS.toString(), work.tools(), "none", "bind,ro")
                .add(
                        "devpts",
                        work.dev().resolve("pts"),
                        "devpts",
                        "nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5")
                .add("tmpfs", work.dev().resolve("shm"), "tmpfs", NO_DEVICES + ",noexec,mode=1777,size=64m");
        for (String device : DEVICES) {
            table.bind(work.nodes().resolve(device), work.dev().resolve(device), "");
        }
        if (hasQueues()) {
            table.add("mqueue", work.dev().resolve("mqueue"), "mqueue", NO_DEVICES + ",noexec");
        }
        return table;
    }
}
