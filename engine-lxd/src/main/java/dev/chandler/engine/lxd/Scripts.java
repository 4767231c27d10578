package dev.chandler.engine.lxd;

import dev.chandler.lib.engine.ShellScript;

/** The lines of shell that are ours in an instance. */
final class Scripts {

    private Scripts() {}

    static String read(String name) {
        return ShellScript.read(Scripts.class, name);
    }

    /** As LXC takes it, on one line of its configuration: it splits a command at spaces, and knows no quotes. */
    static String firstProcess(String shell) {
        String script = read("init.sh").strip().replace("\n", ";").replace(' ', '\t');
        return "lxc.init.cmd = " + shell + " -c " + script;
    }
}
