package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is done once for each instance, in the namespace of its {@link Shell}. */
final class InstanceSetup {

    private static final List<String> DEVICES = List.of("full", "null", "random", "tty", "urandom", "zero");

    /** Nodes that commands make are nodes in their images and nothing more: what they have of devices is mounted. */
    private static final String NO_DEVICES = "nosuid,nodev";

    private InstanceSetup() {}

    /**
     * Leaves the shell in the folder of layers, with the machine's programs at descriptor 8, which is the only thing that leads to them, and the pipes by which
     * it holds and hears namespaces at 7 and 9.
     */
    static void run(Shell shell, WorkFolder work, StoreFolder store, String name, InstanceSettings settings) {
        boolean queues = Files.exists(Path.of("/proc/sys/fs/mqueue"));
        work.write("setup", first(work).text());
        work.write("devices", devices(work, queues).text());
        List<String> lines = new ArrayList<>();
        lines.add("cd " + quoted(store.path("l", "")));
        lines.add("mkfifo " + quoted(work.file("life")) + " " + quoted(work.file("ready")) + " "
                + quoted(work.file("said")));
        lines.add("exec 7<>" + quoted(work.file("life")) + " 9<>" + quoted(work.file("said")));
        lines.add("echo " + Shell.quoted(name) + " >/proc/sys/kernel/hostname");
        lines.add("mount -a -T " + quoted(work.file("setup")));
        lines.add("exec 8<" + quoted(work.tools()));
        lines.add("umount -l " + quoted(work.tools()));
        lines.add("cd " + quoted(work.dev()));
        String nodes = String.join(
                " ", DEVICES.stream().map(device -> "/dev/" + device).toList());
        lines.add("cp -a " + nodes + " .");
        lines.add("mkdir -m 755 pts shm" + (queues ? " mqueue" : ""));
        lines.add("for link in ptmx:pts/ptmx fd:/proc/self/fd stdin:/proc/self/fd/0 stdout:/proc/self/fd/1"
                + " stderr:/proc/self/fd/2 core:/proc/kcore; do ln -s ${link#*:} ${link%%:*}; done");
        lines.add("mount -a -T " + quoted(work.file("devices")));
        lines.add("cd " + quoted(store.path("l", "")));
        if (settings.network().kind() == Network.Kind.NONE) {
            // Raises the loopback device, which is the only one.
            lines.add("mount -t sysfs sysfs " + quoted(work.tools()));
            lines.add("echo 0x9 >" + quoted(work.tools().resolve("class/net/lo/flags")));
            lines.add("umount " + quoted(work.tools()));
        }
        shell.does("set up an instance", String.join(" && ", lines));
    }

    private static MountTable first(WorkFolder work) {
        return new MountTable()
                .add(Machine.programs().toString(), work.tools(), "none", "bind,ro")
                .add("tmpfs", work.dev(), "tmpfs", NO_DEVICES + ",mode=755,size=64m");
    }

    private static MountTable devices(WorkFolder work, boolean queues) {
        MountTable table = new MountTable()
                .add(
                        "devpts",
                        work.dev().resolve("pts"),
                        "devpts",
                        "nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5")
                .add("tmpfs", work.dev().resolve("shm"), "tmpfs", NO_DEVICES + ",noexec,mode=1777,size=64m");
        for (String device : DEVICES) {
            table.bind(Path.of("/dev", device), work.dev().resolve(device), "");
        }
        if (queues) {
            table.add("mqueue", work.dev().resolve("mqueue"), "mqueue", NO_DEVICES + ",noexec");
        }
        return table;
    }

    private static String quoted(Path path) {
        return Shell.quoted(path.toString());
    }
}
