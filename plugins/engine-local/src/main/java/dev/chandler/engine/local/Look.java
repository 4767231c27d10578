package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import dev.chandler.api.engine.Network;
import java.util.ArrayList;
import java.util.List;

/** A look into what an instance has left: with no more rights than its commands had, and devices and {@code /proc} as they had them. */
final class Look {

    private Look() {}

    /**
     * Lines of shell that open a shell, or another program that is given, once the instance has ended.
     *
     * @param overlay options by which its root is mounted, as a shell reads them in the folder of layers
     */
    static String script(WorkFolder work, StoreFolder store, InstanceSettings settings, String overlay) {
        List<String> lines = new ArrayList<>();
        lines.add("mount -t overlay overlay -o \"" + overlay + "\" " + Shell.quoted(work.root()));
        lines.add("mount -a -T " + Shell.quoted(work.file("setup")));
        lines.addAll(InstanceSetup.devices(work));
        lines.add("cd " + Shell.quoted(work.root()));
        // A link would be followed in the machine's root.
        lines.add("{ [ -L dev ] || mount --rbind " + Shell.quoted(work.dev()) + " dev; }");
        lines.add("{ [ -L sys ] || mount -t sysfs -o " + InstanceRoot.SYSTEM + " sysfs sys; }");
        lines.add("{ [ ! -e " + Shell.quoted(work.file("proc")) + " ] || mount -a -T " + Shell.quoted(work.file("proc"))
                + "; }");
        // Over the machine's root, so that who climbs out of another root that it makes ends here.
        lines.add("mount --move . /");
        lines.add("exec env -i PATH=" + Program.PATH + " HOME=/root TERM=\"$TERM\" setpriv "
                + String.join(" ", Privileges.dropping(settings)) + " -- unshare --root=. --wd=/ -- \"${@:-/bin/sh}\"");
        String network = settings.network().kind() == Network.Kind.NONE ? " --net" : "";
        return "#!/bin/sh\nexport LIBMOUNT_FORCE_MOUNT2=always\ncd " + Shell.quoted(store.path("l", ""))
                + " && exec unshare --mount --propagation private --uts --ipc --pid" + network
                + " --fork --kill-child /bin/sh -c " + Shell.quoted(String.join(" && ", lines)) + " look \"$@\"\n";
    }
}
