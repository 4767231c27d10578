package dev.chandler.api.problem;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A place in a file that the user wrote.
 *
 * <p>Lines and columns count from 1, columns in code points. Immutable.
 *
 * @param file the file as the user would name it, usually relative to where they stand
 * @param line the line, from 1
 * @param column the column, from 1
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Location(String file, int line, int column) implements Comparable<Location> {

    /**
     * Makes a location.
     *
     * @param file the file's name
     * @param line the line, from 1
     * @param column the column, from 1
     */
    public Location {
        Objects.requireNonNull(file, "file");
        if (line < 1 || column < 1) {
            throw new IllegalArgumentException("line and column count from 1: " + file + ":" + line + ":" + column);
        }
    }

    @Override
    public int compareTo(Location other) {
        int byFile = file.compareTo(other.file);
        int byLine = byFile != 0 ? byFile : Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /**
     * The form that editors and terminals make clickable.
     *
     * @return {@code file:line:column}
     */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
