package dev.chandler.engine.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mounts of a process. Source: proc(5), {@code /proc/pid/mountinfo}. Immutable.
 *
 * @param mounts all of them, in the kernel's order
 */
record MountedTree(List<Mounted> mounts) {

    private static final int ID = 0;
    private static final int PARENT = 1;
    private static final int PLACE = 4;
    private static final int OPTIONS = 5;
    private static final int OCTAL = 8;

    /**
     * A mount.
     *
     * @param id its number
     * @param parent the number of the one on which it is mounted
     * @param place where it is
     * @param options how that is mounted, with commas between
     */
    record Mounted(String id, String parent, Path place, String options) {}

    /** Reads those of a process. */
    static MountedTree of(long pid) throws IOException {
        byte[] text = Files.readAllBytes(Path.of("/proc/" + pid + "/mountinfo"));
        return parse(new String(text, StandardCharsets.UTF_8).lines().toList());
    }

    static MountedTree parse(List<String> lines) {
        return new MountedTree(lines.stream()
                .map(line -> line.split(" "))
                .map(words -> new Mounted(words[ID], words[PARENT], Path.of(unescaped(words[PLACE])), words[OPTIONS]))
                .toList());
    }

    /** Options of those below a place, by their paths; not of those that another one hides, which no path leads to. */
    Map<Path, String> below(Path place) {
        Map<String, Mounted> byId = new HashMap<>();
        mounts.forEach(mount -> byId.put(mount.id, mount));
        Map<Path, String> found = new LinkedHashMap<>();
        for (Mounted mount : mounts) {
            boolean below = mount.place.startsWith(place) && !mount.place.equals(place);
            if (below && mounts.stream().allMatch(other -> !hides(other, mount, byId))) {
                found.put(mount.place, mount.options);
            }
        }
        return found;
    }

    private static boolean hides(Mounted other, Mounted mount, Map<String, Mounted> byId) {
        if (!mount.place.startsWith(other.place)) {
            return false;
        }
        for (Mounted at = mount; at != null; at = at.id.equals(at.parent) ? null : byId.get(at.parent)) {
            if (at.id.equals(other.id)) {
                return false;
            }
        }
        return true;
    }

    private static String unescaped(String word) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) == '\\' && i + 3 < word.length()) {
                text.append((char) Integer.parseInt(word.substring(i + 1, i + 4), OCTAL));
                i += 3;
            } else {
                text.append(word.charAt(i));
            }
        }
        return text.toString();
    }
}
