package dev.chandler.engine.local;

import dev.chandler.api.artifact.Platform;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The machine that this is. */
final class Machine {

    /** The folder of the machine that has all of its programs, and the libraries that they need. */
    static final Path PROGRAMS = Path.of("/usr");

    private static final Path PROC = Path.of("/proc/self");
    private static final int HEXADECIMAL = 16;

    private Machine() {}

    /** Whether this process is root's. */
    static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(PROC, "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Sees that instances can be made here, without making one.
     *
     * @throws EngineException if not
     */
    static void check() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw LocalProblems.cannot(
                    "this is no Linux", "use the engine docker or lxd, which may be on another machine");
        }
        if (!isRoot()) {
            throw LocalProblems.cannot("this process is not root's", "run as root, or use the engine docker or lxd");
        }
        for (String program : List.of(
                "unshare",
                "nsenter",
                "setpriv",
                "mount",
                "umount",
                "pivot_root",
                "sh",
                "env",
                "cat",
                "tar",
                "rm",
                "cp")) {
            Program.find(program);
        }
        if (!Files.isReadable(Path.of("/proc/filesystems")) || !filesystems().contains("\toverlay\n")) {
            throw LocalProblems.cannot("the kernel has no overlayfs", "load it: modprobe overlay");
        }
        checkPrograms(Path.of("/bin"));
        if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            throw LocalProblems.cannot("this locale has no names for all files", "export LC_ALL=C.UTF-8");
        }
    }

    private static String filesystems() {
        try {
            return Files.readString(Path.of("/proc/filesystems"));
        } catch (IOException e) {
            return "";
        }
    }

    /** What this process takes from the modes of files that it makes, and programs that it starts with it: in octal digits. */
    static String umask() {
        return status("Umask");
    }

    /** Whether a capability, by its number, is in this process's bounding set. */
    static boolean mayGive(int capability) {
        String set = status("CapBnd");
        return !set.isEmpty() && (Long.parseUnsignedLong(set, HEXADECIMAL) >>> capability & 1) == 1;
    }

    private static String status(String name) {
        try (Stream<String> lines = Files.lines(PROC.resolve("status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Sees that {@link #PROGRAMS} has all programs and what they need: else commands would have to be started from the whole of the machine's files.
     *
     * @param bin where systems had programs before they had them there
     */
    static void checkPrograms(Path bin) {
        if (!Files.isSymbolicLink(bin)) {
            throw LocalProblems.cannot(
                    bin + " is a folder, not a link to " + PROGRAMS + bin,
                    "use the engine docker or lxd, or a system that has all of its programs in " + PROGRAMS);
        }
    }

    /** What its programs are made for. */
    static Platform platform() {
        String architecture = System.getProperty("os.arch");
        return Platform.parse("linux/" + architecture).orElseGet(() -> new Platform("linux", architecture, ""));
    }
}
