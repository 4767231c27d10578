package dev.chandler.lib.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Looks at one file, in one system call, without following links. */
final class FileLook {

    private static final String ATTRIBUTES = "unix:mode,size,lastModifiedTime,ctime,ino,nlink,dev";
    private static final int TYPE = 0170000;

    private FileLook() {}

    static FileEntry at(Path file, String path) throws FileTreeException {
        Map<String, Object> attributes = attributes(file);
        int mode = value(attributes, "mode", Integer.class);
        FileEntry.Kind kind = kind(file, mode & TYPE);
        return new FileEntry(
                path,
                kind,
                mode & 07777,
                kind == FileEntry.Kind.FILE ? value(attributes, "size", Long.class) : 0,
                nanos(attributes, "lastModifiedTime"),
                nanos(attributes, "ctime"),
                value(attributes, "ino", Long.class),
                kind == FileEntry.Kind.LINK ? target(file) : "",
                kind == FileEntry.Kind.FILE ? shared(attributes) : "");
    }

    private static String shared(Map<String, Object> attributes) {
        return value(attributes, "nlink", Integer.class) == 1
                ? ""
                : value(attributes, "dev", Long.class) + ":" + value(attributes, "ino", Long.class);
    }

    private static Map<String, Object> attributes(Path file) throws FileTreeException {
        try {
            return Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw FileProblems.unreadable(file, e);
        }
    }

    private static FileEntry.Kind kind(Path file, int type) throws FileTreeException {
        return switch (type) {
            case 0100000 -> FileEntry.Kind.FILE;
            case 0040000 -> FileEntry.Kind.FOLDER;
            case 0120000 -> FileEntry.Kind.LINK;
            case 0140000 -> throw FileProblems.special(file, "a socket");
            case 0010000 -> throw FileProblems.special(file, "a named pipe");
            default -> throw FileProblems.special(file, "a device");
        };
    }

    private static String target(Path link) throws FileTreeException {
        try {
            String target = Files.readSymbolicLink(link).toString();
            requireText(link, target);
            return target;
        } catch (IOException e) {
            throw FileProblems.unreadable(link, e);
        }
    }

    /** The JVM puts this character where the bytes of a name are not in the locale's encoding. */
    static void requireText(Path file, String name) throws FileTreeException {
        if (name.indexOf('\uFFFD') >= 0) {
            throw FileProblems.badName(file);
        }
    }

    private static long nanos(Map<String, Object> attributes, String name) {
        return value(attributes, name, FileTime.class).to(TimeUnit.NANOSECONDS);
    }

    private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }
}
