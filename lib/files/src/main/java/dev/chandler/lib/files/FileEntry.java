package dev.chandler.lib.files;

/**
 * A file as it was when its tree was scanned.
 *
 * @param path relative to the tree's folder, with slashes
 * @param kind what it is
 * @param mode the permissions, twelve bits
 * @param sizeBytes the size of a file's content
 * @param modifiedNanos when its content last changed, since 1970
 * @param changedNanos when anything of it last changed, since 1970
 * @param inode its number on its file system
 * @param target where a link points; empty for others
 * @param shared what all names of a file have in common that has several; empty for others
 */
public record FileEntry(
        String path,
        Kind kind,
        int mode,
        long sizeBytes,
        long modifiedNanos,
        long changedNanos,
        long inode,
        String target,
        String shared) {

    /** What a file is. */
    public enum Kind {
        /** A regular file, by one of its names. */
        FILE,
        /** A folder. */
        FOLDER,
        /** A symbolic link. */
        LINK
    }

    /** Whether nothing happened to the file between this look at it and another. */
    boolean isStill(FileEntry other) {
        return kind == other.kind
                && sizeBytes == other.sizeBytes
                && modifiedNanos == other.modifiedNanos
                && changedNanos == other.changedNanos
                && inode == other.inode;
    }
}
