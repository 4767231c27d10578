package dev.chandler.cli.module;

import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.content.UnfitContentException;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a folder in a git repository, as git has them: what {@code .gitattributes} says, and filters that the user has
 * for their own work, change nothing here.
 */
final class GitTree {

    private static final Pattern LINE =
            Pattern.compile("(\\d{6}) (\\w+) ([0-9a-f]{40,64}) +(-|\\d+)\\t(.+)", Pattern.DOTALL);

    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_FILES = 10_000;
    private static final byte[] LARGE_FILE =
            "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

    private final String source;
    private final List<Entry> entries;

    private GitTree(String source, List<Entry> entries) {
        this.source = source;
        this.entries = entries;
    }

    /** A file: its mode, its object, and its name, of which each character is a byte. */
    private record Entry(String mode, String object, long size, String name) {}

    /**
     * Reads what {@code git ls-tree -r -l -z} says.
     *
     * @throws EngineException if there is a submodule among it
     * @throws UnfitContentException if there is too much of it
     */
    static GitTree read(Path listing, String source) throws IOException {
        List<Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (String line :
                Files.readString(listing, StandardCharsets.ISO_8859_1).split("\0", -1)) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                continue;
            }
            if (parts.group(2).equals("commit")) {
                throw notWhole(source, "\"" + parts.group(5) + "\" is a submodule, another repository");
            }
            long size = Long.parseLong(parts.group(4));
            bytes += size;
            if (bytes > MOST_BYTES || entries.size() == MOST_FILES) {
                throw new UnfitContentException(
                        "it has more than " + (MOST_BYTES >> 20) + " MiB, or more than " + MOST_FILES + " files");
            }
            entries.add(new Entry(parts.group(1), parts.group(3), size, parts.group(5)));
        }
        return new GitTree(source, entries);
    }

    private static EngineException notWhole(String source, String why) {
        return new EngineException(
                Problem.of("CH-MODULE-050", "\"" + source + "\" does not have all files of the module itself")
                        .because(why)
                        .remedy("have the files in the repository, or push the module to a registry"));
    }

    /** What {@code git cat-file --batch} is to read. */
    String objects() {
        StringBuilder names = new StringBuilder();
        entries.forEach(entry -> names.append(entry.object()).append('\n'));
        return names.toString();
    }

    /**
     * Makes an archive of it, to be unpacked as any other.
     *
     * @param contents what {@code git cat-file --batch} has written for {@link #objects}
     */
    byte[] archive(Path contents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(contents))) {
            for (Entry entry : entries) {
                byte[] content = content(in, entry);
                if (entry.mode().equals("120000")) {
                    tar.header(new TarHeader(entry.name(), TarHeader.SYMLINK, "", 0777, 0, 0, 0, "0", 0, 0, Map.of()));
                } else {
                    int mode = entry.mode().equals("100755") ? 0755 : 0644;
                    tar.file(
                            new TarHeader(
                                    entry.name(), TarHeader.FILE, "", mode, 0, 0, content.length, "0", 0, 0, Map.of()),
                            content);
                }
            }
        }
        tar.finish();
        return bytes.toByteArray();
    }

    private byte[] content(InputStream in, Entry entry) throws IOException {
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("git has not given the file \"" + entry.name() + "\"");
            }
        }
        byte[] content = in.readNBytes(Math.toIntExact(entry.size()));
        if (content.length < entry.size() || in.read() != '\n') {
            throw new EOFException("git has not given all of the file \"" + entry.name() + "\"");
        }
        if (content.length >= LARGE_FILE.length
                && Arrays.equals(content, 0, LARGE_FILE.length, LARGE_FILE, 0, LARGE_FILE.length)) {
            throw notWhole(source, "\"" + entry.name() + "\" is a pointer of Git LFS, and its content is elsewhere");
        }
        return content;
    }
}
