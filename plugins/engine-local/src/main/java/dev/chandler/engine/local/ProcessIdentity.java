package dev.chandler.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A process, told from all others that have had or will have its number.
 *
 * @param boot the boot of the machine, as the kernel names it
 * @param space the PID namespace in which the number counts
 * @param pid its number
 * @param started when it began, in the kernel's ticks since the boot
 */
record ProcessIdentity(String boot, String space, long pid, long started) {

    private static final int STARTED_FIELD = 22;

    static ProcessIdentity own() throws IOException {
        return of(ProcessHandle.current().pid());
    }

    /** One of this PID namespace that runs. */
    static ProcessIdentity of(long pid) throws IOException {
        return new ProcessIdentity(currentBoot(), currentSpace(), pid, startOf(pid));
    }

    /** Reads what {@link #toString} wrote. */
    static ProcessIdentity parse(String line) throws IOException {
        String[] words = line.strip().split(" ", -1);
        try {
            return new ProcessIdentity(words[0], words[1], Long.parseLong(words[2]), Long.parseLong(words[3]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("no process: " + line, e);
        }
    }

    /** Whether it runs. Of another PID namespace nobody here can tell: it counts as running. */
    boolean runs() throws IOException {
        if (!boot.equals(currentBoot())) {
            return false;
        }
        return !space.equals(currentSpace()) || runsHere();
    }

    /** Whether it runs, and its number is its number here. */
    boolean runsHere() throws IOException {
        try {
            return boot.equals(currentBoot()) && space.equals(currentSpace()) && startOf(pid) == started;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String currentBoot() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    private static String currentSpace() throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    }

    /** The program's name, before it, may hold spaces and brackets. A zombie has ended. */
    private static long startOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return fields[0].equals("Z") || fields[0].equals("X") ? -1 : Long.parseLong(fields[STARTED_FIELD - 3]);
    }

    /** In one line, for {@link #parse}. */
    @Override
    public String toString() {
        return boot + " " + space + " " + pid + " " + started;
    }
}
