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

    private static final Path PROC = Path.of("/proc/self");

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
        try (Stream<String> lines = Files.lines(PROC.resolve("status"))) {
            return lines.filter(line -> line.startsWith("Umask:"))
                    .map(line -> line.substring("Umask:".length()).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * The folder that has all of the machine's programs and what they need: root's where programs have one folder only, else the whole machine's.
     */
    static Path programs() {
        return Files.isSymbolicLink(Path.of("/bin")) ? Path.of("/usr") : Path.of("/");
    }

    /** What its programs are made for. */
    static Platform platform() {
        String architecture = System.getProperty("os.arch");
        return Platform.parse("linux/" + architecture).orElseGet(() -> new Platform("linux", architecture, ""));
    }
}
