package dev.chandler.core.manifest.source;

import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads files that a user wrote: bounded, UTF-8, named as the user would name them. */
public final class SourceReader {

    /** How large a file may be, in bytes. */
    public static final int LIMIT_BYTES = 1 << 20;

    private final Path workingDirectory;
    private final Consumer<Problem> problems;

    /**
     * Makes a reader.
     *
     * @param workingDirectory what messages name files relative to
     * @param problems takes what is wrong with a file
     */
    public SourceReader(Path workingDirectory, Consumer<Problem> problems) {
        this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
        this.problems = problems;
    }

    /**
     * Names a file.
     *
     * @param path absolute, or relative to the working directory
     * @return relative to the working directory where it is below it, else absolute
     */
    public String nameOf(Path path) {
        Path absolute = workingDirectory.resolve(path).normalize();
        if (absolute.equals(workingDirectory)) {
            return ".";
        }
        return absolute.startsWith(workingDirectory)
                ? workingDirectory.relativize(absolute).toString()
                : absolute.toString();
    }

    /**
     * Reads a file.
     *
     * @param path absolute, or relative to the working directory
     * @return the file; empty where that failed, which was reported
     */
    public Optional<SourceFile> read(Path path) {
        return read(path, null);
    }

    /**
     * Reads a file that another one names.
     *
     * @param path absolute, or relative to the working directory
     * @param namedAt where the file is named, for problems with the file as a whole
     * @return the file; empty where that failed, which was reported
     */
    public Optional<SourceFile> read(Path path, @Nullable Location namedAt) {
        Path absolute = workingDirectory.resolve(path).normalize();
        String name = nameOf(absolute);
        try {
            return text(readBounded(absolute), name, namedAt)
                    .map(text -> new SourceFile(realPath(absolute), folderOf(absolute), text));
        } catch (IOException e) {
            problems.accept(unreadable(name, e).at(namedAt));
            return Optional.empty();
        }
    }

    /**
     * Reads the content of a file that is in no folder.
     *
     * @param bytes all of it
     * @param name what messages call it
     * @return its text; empty where it is none, which was reported
     */
    public Optional<SourceText> text(byte[] bytes, String name) {
        return text(bytes, name, null);
    }

    private Optional<SourceText> text(byte[] bytes, String name, @Nullable Location namedAt) {
        if (bytes.length > LIMIT_BYTES) {
            problems.accept(Problem.of("CH-MANIFEST-004", "\"" + name + "\" is too large")
                    .at(namedAt)
                    .because("a manifest may have " + LIMIT_BYTES + " bytes")
                    .remedy("put data into files of their own, and copy them with a step"));
            return Optional.empty();
        }
        return decode(bytes, name).map(text -> new SourceText(name, text));
    }

    /**
     * The real path of a file.
     *
     * @param path absolute
     * @return the path as it is where it has none, as that of a pipe: /dev/stdin, /dev/fd/63
     */
    public static Path realPath(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.normalize();
        }
    }

    private static Path folderOf(Path absolute) {
        Path folder = absolute.getParent();
        return folder == null ? absolute : folder;
    }

    private static byte[] readBounded(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(LIMIT_BYTES + 1);
        }
    }

    private static Problem unreadable(String name, IOException e) {
        if (e instanceof NoSuchFileException) {
            return Problem.of("CH-MANIFEST-001", "there is no file \"" + name + "\"");
        }
        String why = e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
        return Problem.of("CH-MANIFEST-001", "cannot read \"" + name + "\"").because(why);
    }

    private Optional<String> decode(byte[] bytes, String name) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            SourceText before = new SourceText(name, text.toString());
            problems.accept(Problem.of("CH-MANIFEST-005", "\"" + name + "\" is not UTF-8 text")
                    .at(before.at(before.text().length()))
                    .because("the bytes from here on are no character")
                    .remedy("save the file as UTF-8"));
            return Optional.empty();
        }
        return Optional.of(withoutByteOrderMark(text.toString()));
    }

    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
