package dev.chandler.lib.files;

import java.util.OptionalInt;

/**
 * How files are to be named, owned and permitted in an archive.
 *
 * @param directory a directory, mode 0755, that is the first entry and that everything else is in; empty for none
 * @param file what the tree is called if it is one file; a folder's content has its own names
 * @param uid the owner of everything
 * @param gid the group of everything
 * @param mode the permissions of all files, folders having search permission too where there is read permission; empty
 *     for their own
 */
public record TarOptions(String directory, String file, int uid, int gid, OptionalInt mode) {

    int mode(FileEntry entry) {
        return switch (entry.kind()) {
            case FILE -> mode.orElse(entry.mode());
            case FOLDER -> mode.isPresent() ? mode.getAsInt() | (mode.getAsInt() & 0444) >> 2 : entry.mode();
            case LINK -> 0777;
        };
    }

    String name(FileTree tree, FileEntry entry) {
        String name = tree.isFolder() ? entry.path() : file;
        return directory.isEmpty() ? name : directory + "/" + name;
    }
}
