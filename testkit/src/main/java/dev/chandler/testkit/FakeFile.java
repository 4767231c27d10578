package dev.chandler.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One file of a {@link FakeTree}: its kind, content, mode and owner, but no time. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FakeFile {

    /** What a file is. */
    public enum Kind {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link. */
        LINK
    }

    private final Kind kind;
    private final byte[] content;
    private final int mode;
    private final int uid;
    private final int gid;

    /**
     * Makes a file.
     *
     * @param kind what it is
     * @param content the bytes of a file, the target of a link as UTF-8; nothing for a directory
     * @param mode the permission bits, such as {@code 0644}
     * @param uid the owner
     * @param gid the group
     */
    public FakeFile(Kind kind, byte[] content, int mode, int uid, int gid) {
        this.kind = kind;
        this.content = content.clone();
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
    }

    /**
     * A regular file of root's, mode 0644.
     *
     * @param text its content
     * @return the file
     */
    public static FakeFile of(String text) {
        return new FakeFile(Kind.FILE, text.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
    }

    /**
     * A directory of root's, mode 0755.
     *
     * @return the directory
     */
    public static FakeFile directory() {
        return new FakeFile(Kind.DIRECTORY, new byte[0], 0755, 0, 0);
    }

    /**
     * What it is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The content.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return content.clone();
    }

    /**
     * The size of the content.
     *
     * @return bytes
     */
    public int size() {
        return content.length;
    }

    /**
     * The content as text.
     *
     * @return the bytes decoded as UTF-8
     */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /**
     * The permissions.
     *
     * @return twelve bits
     */
    public int mode() {
        return mode;
    }

    /**
     * The owner.
     *
     * @return a number
     */
    public int uid() {
        return uid;
    }

    /**
     * The group.
     *
     * @return a number
     */
    public int gid() {
        return gid;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FakeFile that
                && kind == that.kind
                && Arrays.equals(content, that.content)
                && mode == that.mode
                && uid == that.uid
                && gid == that.gid;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, Arrays.hashCode(content), mode, uid, gid);
    }

    /** Kind, mode, owner and the content's beginning. */
    @Override
    public String toString() {
        String text = text();
        String begin = text.length() > 40 ? text.substring(0, 40) + "…" : text;
        return "%s %04o %d:%d \"%s\"".formatted(kind, mode, uid, gid, begin);
    }
}
