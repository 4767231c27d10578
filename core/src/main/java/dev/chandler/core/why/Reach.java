package dev.chandler.core.why;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Who but its owner may come to a file and read it: its group, all others.
 *
 * @param group whether its group may
 * @param others whether all others may
 */
record Reach(boolean group, boolean others) {

    /** Nothing is in the way. */
    static final Reach ALL = new Reach(true, true);

    /** Within a folder. */
    Reach through(Set<PosixFilePermission> folder) {
        return new Reach(
                group && folder.contains(PosixFilePermission.GROUP_EXECUTE),
                others && folder.contains(PosixFilePermission.OTHERS_EXECUTE));
    }

    /** Within a folder. */
    Reach through(int folder) {
        return new Reach(group && (folder & 0010) != 0, others && (folder & 0001) != 0);
    }

    boolean reads(Set<PosixFilePermission> file) {
        return (group && file.contains(PosixFilePermission.GROUP_READ))
                || (others && file.contains(PosixFilePermission.OTHERS_READ));
    }

    boolean reads(int file) {
        return (group && (file & 0040) != 0) || (others && (file & 0004) != 0);
    }
}
