package dev.chandler.core.toolbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a busybox of the client that runs where there is nothing else: a static program for the target's architecture. */
final class StaticShell {

    /** What names it. */
    static final String VARIABLE = "CHANDLER_SHELL";

    private static final List<String> PLACES = List.of(
            "/bin/busybox",
            "/usr/bin/busybox",
            "/bin/busybox.static",
            "/usr/bin/busybox.static",
            "/bin/busybox-static",
            "/usr/local/bin/busybox");

    /** The machine in an ELF header, by architecture. */
    private static final Map<String, Integer> MACHINES =
            Map.of("386", 3, "ppc64le", 21, "s390x", 22, "arm", 40, "amd64", 62, "arm64", 183, "riscv64", 243);

    private static final int HEADER_BYTES = 64;
    private static final int PROGRAMS_BYTES = 64 * 1024;
    private static final int INTERPRETER = 3;

    private final String architecture;
    private final List<String> places;
    private final List<String> misses = new ArrayList<>();

    StaticShell(Map<String, String> environment, String architecture) {
        this.architecture = architecture;
        String named = environment.getOrDefault(VARIABLE, "");
        this.places = named.isEmpty() ? PLACES : List.of(named);
    }

    /** The first that will do. */
    Optional<Path> find() {
        for (String place : places) {
            Path path = Path.of(place);
            String why = Files.isRegularFile(path) ? unfit(path) : "not there";
            if (why.isEmpty()) {
                return Optional.of(path);
            }
            misses.add(place + ": " + why);
        }
        return Optional.empty();
    }

    /** What was looked for, and why it will not do. */
    String misses() {
        return "looked for a static busybox for " + architecture + ": " + String.join("; ", misses);
    }

    private String unfit(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(PROGRAMS_BYTES);
            if (bytes.length < HEADER_BYTES
                    || bytes[0] != 0x7f
                    || bytes[1] != 'E'
                    || bytes[2] != 'L'
                    || bytes[3] != 'F') {
                return "no program";
            }
            boolean wide = bytes[4] == 2;
            ByteBuffer elf =
                    ByteBuffer.wrap(bytes).order(bytes[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int machine = elf.getShort(18) & 0xffff;
            if (!Integer.valueOf(machine).equals(MACHINES.get(architecture))) {
                return "not for " + architecture;
            }
            return isStatic(elf, wide) ? "" : "not static";
        } catch (IOException | IndexOutOfBoundsException e) {
            return "unreadable";
        }
    }

    /** What needs a loader names it in a program header of its own. */
    private static boolean isStatic(ByteBuffer elf, boolean wide) {
        int at = wide ? Math.toIntExact(elf.getLong(32)) : elf.getInt(28);
        int size = elf.getShort(wide ? 54 : 42) & 0xffff;
        int count = elf.getShort(wide ? 56 : 44) & 0xffff;
        for (int i = 0; i < count; i++) {
            if (elf.getInt(at + i * size) == INTERPRETER) {
                return false;
            }
        }
        return true;
    }
}
