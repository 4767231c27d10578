package dev.chandler.engine.local;

import dev.chandler.api.engine.InstanceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The namespaces in which an instance's commands run: of processes, and of mounts, with nothing of the machine in it.
 *
 * <p>A first process holds them. It reads a pipe that the instance's {@link Shell} holds, and its end is that of all others. It is a program of the
 * machine, so that a base without any file will do, started before the root is changed from a mount that cannot be written to. Ends of orphans are
 * ignored by it, so that the kernel does not keep them. The others cannot look into it: it has one right more than they.
 *
 * <p>The shell keeps the namespaces and the root open: they are named by its descriptors, never by the number of a process that may have ended, and
 * whose number may be another's. Confined to one thread at a time, but for {@link #enter} and {@link #end}.
 */
final class Processes {

    /** How long what is asked to end may take. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Where the machine's programs are, seen from the folder that {@link #enter} goes to. */
    static final String PROGRAMS = "/bin/";

    private static final long PAUSE_MILLIS = 5;
    private static final List<String> READ_ONLY = List.of("bus", "fs", "irq", "sys", "sysrq-trigger");
    private static final List<String> MASKED_FILES =
            List.of("kcore", "keys", "latency_stats", "timer_list", "timer_stats", "sched_debug", "interrupts");
    private static final List<String> MASKED_OF_MACHINE = List.of("firmware", "devices/virtual/powercap");
    private static final List<String> MASKED_FOLDERS = List.of("acpi", "asound", "scsi");

    private final Shell shell;
    private final WorkFolder work;
    private final InstanceRoot root;
    private final InstanceSettings settings;
    private Optional<ProcessIdentity> first = Optional.empty();
    /** Where its {@code /proc} is, which may be a link in a base. */
    private volatile Path inside = Path.of("proc");

    Processes(Shell shell, WorkFolder work, InstanceRoot root, InstanceSettings settings) {
        this.shell = shell;
        this.work = work;
        this.root = root;
        this.settings = settings;
    }

    /**
     * Makes the namespaces, if they are not there.
     *
     * @param what for which they have to be there
     */
    synchronized void start(String what) {
        if (started()) {
            check(what);
            return;
        }
        root.mount();
        try {
            work.write("proc", proc(new RootPaths(root.seen())).text());
        } catch (IOException e) {
            throw LocalProblems.broken("find the place of /proc", e);
        }
        Path script = work.write("enter", script());
        Path says = work.file("said");
        // What it says before it has said that is why it failed. Nothing inside holds that pipe, and what is in it goes
        // with who holds it. What is left of the machine's root is on top of the new one until it is unmounted: there
        // nsenter comes in.
        String said = shell.does(
                "make the namespaces of an instance",
                "unshare --mount --pid -- /bin/sh " + Shell.quoted(script) + " >" + Shell.quoted(says)
                        + " 2>&1 7>&- 8<&- & space=$!; first=; while IFS= read -r said; do echo \"$said\";"
                        + " first=${said#first=}; done <" + Shell.quoted(says)
                        + "; case $first in ''|*[!0-9]*) wait \"$space\"; false ;; *) exec 4</proc/$space/root"
                        + " 5</proc/$space/ns/mnt 6</proc/$space/ns/pid_for_children"
                        + " && nsenter --mount=/proc/$$/fd/5 -- umount -l / ;; esac");
        try {
            first = Optional.of(ProcessIdentity.of(Long.parseLong(said.substring("first=".length()))));
        } catch (IOException e) {
            throw LocalProblems.gone(what, "");
        }
    }

    /**
     * Sees that the first process runs.
     *
     * @throws dev.chandler.api.problem.EngineException if it has ended, and all others with it
     */
    synchronized void check(String what) {
        if (first.isPresent() && !runs(first.get())) {
            throw LocalProblems.gone(what, "");
        }
    }

    /** One that is ending, and ends the others before, has no memory any more, and so no arguments. */
    private static boolean runs(ProcessIdentity process) {
        try {
            return process.runsHere() && Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline")).length > 0;
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    /**
     * The first child is the first process of the namespace; those that follow are in it, too. That it gives back a line shows that it has begun: once
     * the root is another, the machine's programs are out of reach. It is waited for, so that somebody does.
     */
    private String script() {
        return String.format(
                """
                setpriv %1$s /bin/sh -c 'cd / && trap "" CHLD && exec "$0" 2>"$1"' %6$s %7$s <%2$s >%3$s &
                first=$!
                echo >%2$s
                read -r line <%3$s || exit
                mount -a -T %4$s && cd %5$s && pivot_root . . || exit
                echo "first=$first"
                exec >&- 2>&-
                wait $first
                """,
                String.join(" ", Privileges.droppingAllButOne(settings)),
                Shell.quoted(work.file("life")),
                Shell.quoted(work.file("ready")),
                Shell.quoted(work.file("proc")),
                Shell.quoted(work.root()),
                Shell.quoted(Path.of(work.tools() + PROGRAMS + "cat")),
                Shell.quoted(work.dev().resolve("null")));
    }

    private MountTable proc(RootPaths paths) throws IOException {
        inside = paths.inside("/proc");
        Path proc = work.root().resolve(inside);
        MountTable table = new MountTable().add("proc", proc, "proc", "nosuid,nodev,noexec");
        Path here = Path.of("/proc");
        READ_ONLY.stream()
                .filter(name -> Files.exists(here.resolve(name)))
                .forEach(name -> table.bind(proc.resolve(name), proc.resolve(name), ",ro"));
        MASKED_FILES.stream()
                .filter(name -> Files.exists(here.resolve(name)))
                .forEach(name -> table.bind(work.dev().resolve("null"), proc.resolve(name), ""));
        MASKED_FOLDERS.stream()
                .filter(name -> Files.exists(here.resolve(name)))
                .forEach(name -> table.add("tmpfs", proc.resolve(name), "tmpfs", "ro,size=0"));
        for (String name : MASKED_OF_MACHINE) {
            if (Files.exists(Path.of("/sys", name))) {
                table.add("tmpfs", work.root().resolve(paths.inside("/sys/" + name)), "tmpfs", "ro,size=0");
            }
        }
        return table;
    }

    private synchronized boolean started() {
        return first.isPresent();
    }

    /** The root as those inside have it. */
    Path seen() {
        return Path.of("/proc/" + shell.pid() + "/fd/4/.");
    }

    /** What has nothing to be read, as those inside have it: they may do with it what they like. */
    Path empty() {
        return Path.of("/proc/" + shell.pid() + "/root" + work.dev().resolve("null"));
    }

    /**
     * Words that run a program of the machine inside, whose directory is the root of the instance: but its own root is the machine's folder of programs, which
     * cannot be written to, and is in nobody's tree of mounts.
     */
    List<String> enter() {
        return entering(List.of());
    }

    private List<String> entering(List<String> more) {
        String own = "/proc/" + shell.pid();
        List<String> words = new ArrayList<>(List.of("nsenter", "--mount=" + own + "/fd/5"));
        Stream.of("uts", "ipc", "net").forEach(space -> words.add("--" + space + "=" + own + "/ns/" + space));
        words.addAll(List.of("--root=" + own + "/fd/8", "--wd=" + own + "/fd/4"));
        words.addAll(more);
        words.add("--");
        return words;
    }

    /**
     * Words as those of {@link #enter} for what those inside see, which is a child of who runs them: it has no more rights than they from its birth on, and is
     * in the namespace of processes before anything of theirs is read.
     *
     * @param flags of {@code setpriv}, besides those for rights
     */
    List<String> join(List<String> flags) {
        List<String> words = entering(List.of("--pid=/proc/" + shell.pid() + "/fd/6", "--no-fork"));
        Privileges.limiting(settings).forEach(word -> words.add(word.equals("prlimit") ? PROGRAMS + word : word));
        words.add(PROGRAMS + "setpriv");
        words.addAll(Privileges.dropping(settings));
        words.addAll(flags);
        words.addAll(List.of("--", PROGRAMS + "unshare", "--fork", "--kill-child", "--"));
        return words;
    }

    /** Ends what carries a mark in its environment, or all but the first: asks, waits, insists, and at last ends the first. */
    void end(Optional<String> mark) throws InterruptedException {
        if (started() && !endBy("TERM", false, mark) && !endBy("KILL", true, mark)) {
            stop();
        }
    }

    /** Whether they end by a signal, given once or again and again. */
    private boolean endBy(String signal, boolean again, Optional<String> mark) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        boolean first = true;
        for (List<String> left = running(mark); !left.isEmpty(); left = running(mark)) {
            if (System.nanoTime() > end) {
                return false;
            }
            if (first || again) {
                signal(signal, mark.isPresent() ? left : List.of("-1"));
            }
            first = false;
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    /** By someone inside with no more rights than they, and by their numbers there: a number that is another's meanwhile is none of the machine's. */
    private void signal(String name, List<String> pids) throws InterruptedException {
        List<String> words = join(List.of());
        words.addAll(List.of(PROGRAMS + "sh", "-c", "kill -s " + name + " -- " + String.join(" ", pids) + " 2>&-; :"));
        Program.run(words.toArray(String[]::new));
    }

    /** All but the first, by the numbers that they have inside, those in namespaces that they have made among them. */
    private List<String> running(Optional<String> mark) {
        Path proc = seen().resolve(inside);
        try {
            return numbers(proc).stream()
                    .filter(pid -> !pid.equals("1") && runs(proc.resolve(pid)))
                    .filter(pid -> mark.isEmpty() || carries(proc.resolve(pid), Commands.MARK + "=" + mark.get()))
                    .toList();
        } catch (IOException e) {
            return List.of(); // They have all ended.
        }
    }

    private static List<String> numbers(Path proc) throws IOException {
        try (Stream<Path> files = Files.list(proc)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> Character.isDigit(name.charAt(0)))
                    .toList();
        }
    }

    /** Whether anything runs but the first process, as it is seen inside, where there are few. */
    boolean areIdle() {
        return !started() || running(Optional.empty()).isEmpty();
    }

    private static boolean runs(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    private static boolean carries(Path process, String variable) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains("\0" + variable + "\0");
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    /** Ends all of it at once, by the end of what the first process reads. When this returns, nothing of it runs. */
    synchronized void stop() {
        if (started()) {
            shell.does(
                    "end an instance's processes",
                    "exec 4<&- 5<&- 6<&- 7>&-; wait $space; exec 7<>" + Shell.quoted(work.file("life")));
            first = Optional.empty();
        }
    }
}
