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
 * machine, so that a base without any file will do, started before the root is changed. Ends of orphans are ignored by it, so that the kernel
 * does not keep them. Confined to one thread at a time, but for {@link #enter} and {@link #end}.
 */
final class Processes {

    /** How long what is asked to end may take. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Path PROC = Path.of("/proc");
    private static final long PAUSE_MILLIS = 5;
    private static final List<String> READ_ONLY = List.of("bus", "fs", "irq", "sys", "sysrq-trigger");
    private static final List<String> MASKED_FILES =
            List.of("kcore", "keys", "latency_stats", "timer_list", "timer_stats", "sched_debug", "interrupts");
    private static final List<String> MASKED_FOLDERS = List.of("acpi", "asound", "scsi");

    private final Shell shell;
    private final WorkFolder work;
    private final InstanceRoot root;
    private final InstanceSettings settings;
    private long first;
    /** Where its {@code /proc} is, which may be a link in a base. */
    private volatile Path inside = Path.of("proc");

    Processes(Shell shell, WorkFolder work, InstanceRoot root, InstanceSettings settings) {
        this.shell = shell;
        this.work = work;
        this.root = root;
        this.settings = settings;
    }

    /** Makes the namespaces, if they are not there. */
    synchronized void start() {
        if (first != 0) {
            return;
        }
        root.mount();
        try {
            work.write("proc", proc(new RootPaths(root.seen())).text());
        } catch (IOException e) {
            throw LocalProblems.broken("find the place of /proc", e);
        }
        Path script = work.write("enter", script());
        // What it says before it has said that is why it failed. What is left of the machine's root is on top of the
        // new one until it is unmounted: there nsenter comes in.
        String said = shell.does(
                "make the namespaces of an instance",
                "unshare --mount --pid -- /bin/sh " + Shell.quoted(script.toString())
                        + " >&9 2>&1 7>&- 8<&- 9>&- & space=$!; read -r first <&9; echo \"$first\"; case $first in first=*)"
                        + " nsenter --target ${first#first=} --mount -- umount -l / ;; *) false ;; esac");
        first = Long.parseLong(said.substring("first=".length()).strip());
    }

    /**
     * The first child is the first process of the namespace; those that follow are in it, too. That it gives back a line shows that it has begun: once
     * the root is another, the machine's programs are out of reach. It is waited for, so that somebody does.
     */
    private String script() {
        return String.format(
                """
                setpriv %1$s /bin/sh -c "cd / && trap '' CHLD && exec cat" <%2$s >%3$s &
                first=$!
                echo >%2$s
                read -r line <%3$s || exit
                mount -a -T %4$s && cd %5$s && pivot_root . . || exit
                echo "first=$first"
                exec >&- 2>&-
                wait $first
                """,
                String.join(" ", Privileges.dropping(settings)),
                Shell.quoted(work.file("life").toString()),
                Shell.quoted(work.file("ready").toString()),
                Shell.quoted(work.file("proc").toString()),
                Shell.quoted(work.root().toString()));
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
        Path firmware = work.root().resolve(paths.inside("/sys/firmware"));
        if (Files.exists(Path.of("/sys/firmware"))) {
            table.add("tmpfs", firmware, "tmpfs", "ro,size=0");
        }
        return table;
    }

    /** The first process, by its number on the machine; 0 where there is none. */
    synchronized long first() {
        return first;
    }

    boolean started() {
        return first() != 0;
    }

    /** The root as those inside have it. */
    Path seen() {
        return Path.of("/proc/" + first() + "/root/.");
    }

    /**
     * Words that run a program of the machine inside, whose directory is the root of the instance: but its own root is the machine's folder of programs, which
     * cannot be written to, and is in nobody's tree of mounts.
     *
     * @param more further flags of {@code nsenter}
     */
    List<String> enter(List<String> more) {
        String number = Long.toString(first());
        List<String> words =
                new ArrayList<>(List.of("nsenter", "--target", number, "--mount", "--uts", "--ipc", "--net"));
        words.addAll(List.of("--root=/proc/" + shell.pid() + "/fd/8", "--wd=/proc/" + number + "/root"));
        words.addAll(more);
        words.add("--");
        return words;
    }

    /** Ends what carries a mark in its environment, or all but the first: asks, waits, and insists. */
    void end(Optional<String> mark) throws InterruptedException {
        if (!started()) {
            return;
        }
        List<String> left = marked(mark);
        signal("TERM", left);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!left.isEmpty()) {
            Thread.sleep(PAUSE_MILLIS);
            left = marked(mark);
            if (System.nanoTime() > end) {
                signal("KILL", left);
            }
        }
    }

    /** By their numbers on the machine: who ends them need not be seen inside, where that has fewer rights. */
    private List<String> marked(Optional<String> mark) {
        if (areIdle()) {
            return List.of();
        }
        try {
            Path space = Files.readSymbolicLink(PROC.resolve(first() + "/ns/pid"));
            return numbers(PROC).stream()
                    .filter(pid -> !pid.equals(Long.toString(first())) && isIn(pid, space) && runs(PROC.resolve(pid)))
                    .filter(pid -> mark.isEmpty() || carries(pid, "CHANDLER_STEP=" + mark.get()))
                    .toList();
        } catch (IOException e) {
            return List.of(); // They have all ended.
        }
    }

    private static boolean isIn(String pid, Path space) {
        try {
            return Files.readSymbolicLink(PROC.resolve(pid).resolve("ns/pid")).equals(space);
        } catch (IOException e) {
            return false; // It has ended.
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
        if (!started()) {
            return true;
        }
        Path proc = seen().resolve(inside);
        try {
            return numbers(proc).stream().noneMatch(pid -> !pid.equals("1") && runs(proc.resolve(pid)));
        } catch (IOException e) {
            return true; // They have all ended.
        }
    }

    private static boolean runs(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    private static boolean carries(String pid, String variable) {
        try {
            byte[] environment = Files.readAllBytes(PROC.resolve(pid).resolve("environ"));
            return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains("\0" + variable + "\0");
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    private void signal(String name, List<String> pids) {
        if (!pids.isEmpty()) {
            shell.does("end processes", "kill -" + name + " " + String.join(" ", pids) + " 2>/dev/null; :");
        }
    }

    /** Ends all of it at once. When this returns, nothing of it runs. */
    synchronized void stop() {
        if (first != 0) {
            shell.does("end an instance's processes", "kill -KILL " + first + " && wait $space; :");
            first = 0;
        }
    }
}
