package dev.chandler.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Words for why a file cannot be written, where Java has only a class for it. */
final class FileTrouble {

    private FileTrouble() {}

    static String words(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "its folder is not there";
        }
        if (e instanceof FileAlreadyExistsException there) {
            return there.getFile() + " is there, and is no folder";
        }
        if (e instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
