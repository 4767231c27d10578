package dev.chandler.core.plugin;

import java.util.List;

/**
 * A jar in a plugin's zip.
 *
 * @param path where it is in there, of letters that lead nowhere else: {@code lib/gson.jar}
 * @param sizeBytes its size when unpacked
 * @param crc its checksum when unpacked, as the zip has it
 */
record ZipMember(String path, long sizeBytes, long crc) {

    ZipMember {
        // Also from the index, which anybody may have written.
        if (leadsOut(path)) {
            throw new IllegalArgumentException("the path \"" + path + "\" leads out");
        }
    }

    /** Whether a path in a zip may be another place than one below the folder that it is unpacked to. */
    static boolean leadsOut(String path) {
        return path.startsWith("/")
                || path.indexOf('\\') >= 0
                || path.indexOf('\0') >= 0
                || path.matches("[A-Za-z]:.*")
                || List.of(path.split("/", -1)).contains("..");
    }
}
