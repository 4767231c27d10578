package dev.chandler.lib.oci.tar;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tar archive says of one file, extended headers taken in.
 *
 * <p>Texts hold bytes, one a character, as {@link StandardCharsets#ISO_8859_1} has them: what a name means is not the
 * archive's to say. Immutable.
 *
 * @param name as written
 * @param type one of the constants
 * @param link what a link leads to; empty for all else
 * @param mode the permissions, 0 to 07777
 * @param uid the owner
 * @param gid the group
 * @param size how many bytes of content follow
 * @param modified seconds since 1970, with a fraction where it had one
 * @param major of a device
 * @param minor of a device
 * @param attributes extended attributes and access lists, by the name that pax has for them, such as
 *     {@code SCHILY.xattr.security.capability}, sorted
 */
public record TarHeader(
        String name,
        char type,
        String link,
        int mode,
        long uid,
        long gid,
        long size,
        String modified,
        long major,
        long minor,
        Map<String, String> attributes) {

    /** A file with content. */
    public static final char FILE = '0';

    /** Another name of a file that came before. */
    public static final char HARD_LINK = '1';

    /** A symbolic link. */
    public static final char SYMLINK = '2';

    /** A character device. */
    public static final char CHARACTER_DEVICE = '3';

    /** A block device. */
    public static final char BLOCK_DEVICE = '4';

    /** A folder. */
    public static final char DIRECTORY = '5';

    /** A named pipe. */
    public static final char PIPE = '6';

    /**
     * Makes a header.
     *
     * @param name as written
     * @param type one of the constants
     * @param link what a link leads to
     * @param mode the permissions
     * @param uid the owner
     * @param gid the group
     * @param size how many bytes of content follow
     * @param modified seconds since 1970
     * @param major of a device
     * @param minor of a device
     * @param attributes copied
     */
    public TarHeader {
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /**
     * A folder of root's from the beginning of time, that anybody may enter.
     *
     * @param name its name, with a slash at the end
     * @return a header
     */
    public static TarHeader directory(String name) {
        return new TarHeader(name, DIRECTORY, "", 0755, 0, 0, 0, "0", 0, 0, Map.of());
    }

    /**
     * A file of root's from the beginning of time, that anybody may read.
     *
     * @param name its name
     * @param size how many bytes it has
     * @return a header
     */
    public static TarHeader file(String name, long size) {
        return new TarHeader(name, FILE, "", 0644, 0, 0, size, "0", 0, 0, Map.of());
    }

    /**
     * The same under another name.
     *
     * @param other the name
     * @return a header
     */
    public TarHeader named(String other) {
        return new TarHeader(other, type, link, mode, uid, gid, size, modified, major, minor, attributes);
    }

    /**
     * The same, leading to somewhere else.
     *
     * @param target what the link leads to
     * @return a header
     */
    public TarHeader leadingTo(String target) {
        return new TarHeader(name, type, target, mode, uid, gid, size, modified, major, minor, attributes);
    }

    /**
     * The same with other extended attributes.
     *
     * @param others by the names that pax has for them, copied
     * @return a header
     */
    public TarHeader attributed(Map<String, String> others) {
        return new TarHeader(name, type, link, mode, uid, gid, size, modified, major, minor, others);
    }

    /**
     * The same, last changed at another time.
     *
     * @param time seconds since 1970, with a fraction where it has one
     * @return a header
     */
    public TarHeader changedAt(String time) {
        return new TarHeader(name, type, link, mode, uid, gid, size, time, major, minor, attributes);
    }

    /**
     * The same with another owner and other permissions.
     *
     * @param owner the owner
     * @param ownerGroup the group
     * @param permissions the permissions, 0 to 07777
     * @return a header
     */
    public TarHeader owned(long owner, long ownerGroup, int permissions) {
        return new TarHeader(
                name, type, link, permissions, owner, ownerGroup, size, modified, major, minor, attributes);
    }

    /**
     * A further name of the same file, which came before.
     *
     * @param other the further name
     * @return a header without content
     */
    public TarHeader hardLink(String other) {
        return new TarHeader(other, HARD_LINK, name, mode, uid, gid, 0, modified, 0, 0, Map.of());
    }

    /**
     * The name for people.
     *
     * @return the name as UTF-8 has it
     */
    public String shown() {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
