package dev.chandler.lib.files;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Words for what can be wrong with files of the client. */
final class FileProblems {

    private FileProblems() {}

    static FileTreeException missing(Path file) {
        return new FileTreeException(
                Problem.of("CH-FILES-001", "no such file or folder: " + quote(file))
                        .remedy("look at the name; a relative path starts at the folder of the file that it stands in"),
                null);
    }

    static FileTreeException special(Path file, String kind) {
        return new FileTreeException(
                Problem.of("CH-FILES-002", "cannot copy " + kind + ": " + quote(file))
                        .because("only files, folders and symbolic links can be copied")
                        .remedy("exclude it"),
                null);
    }

    static FileTreeException badName(Path file) {
        return new FileTreeException(
                Problem.of("CH-FILES-003", "a file's name is not UTF-8: " + quote(file))
                        .remedy("rename it, or run in a UTF-8 locale (LC_ALL=C.UTF-8)"),
                null);
    }

    static FileTreeException changed(Path file) {
        return new FileTreeException(
                Problem.of("CH-FILES-004", "a file changed while it was being copied: " + quote(file))
                        .because("its key was made of the content it had before")
                        .remedy("run again when nothing writes to it"),
                null);
    }

    static FileTreeException unreadable(Path file, IOException cause) {
        if (cause instanceof FileTreeException already) {
            return already;
        }
        if (cause instanceof NoSuchFileException) {
            return missing(file);
        }
        return new FileTreeException(
                Problem.of("CH-FILES-005", "cannot read " + quote(file)).because(reason(cause)), cause);
    }

    static FileTreeException notUtf8(Path file, int line) {
        return new FileTreeException(
                Problem.of("CH-FILES-005", "cannot read " + quote(file))
                        .at(new Location(file.toString(), line, 1))
                        .because("this line is not UTF-8")
                        .remedy("save the file as UTF-8"),
                null);
    }

    static FileTreeException badPattern(String pattern, String why) {
        return new FileTreeException(
                Problem.of("CH-FILES-006", "bad pattern \"" + pattern + "\"").because(why), null);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException of && of.getReason() != null) {
            return of.getReason();
        }
        return String.valueOf(cause.getMessage());
    }

    private static String quote(Path file) {
        return '"' + file.toString() + '"';
    }
}
