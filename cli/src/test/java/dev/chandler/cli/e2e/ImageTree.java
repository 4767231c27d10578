package dev.chandler.cli.e2e;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Every file of an image: name, kind, mode, owner, link target, content, capabilities; and, apart, its time.
 *
 * <p>Read from {@code docker export} of a container that is made for it and never started.
 */
final class ImageTree {

    private interface Visitor {
        void entry(TarArchiveEntry entry, InputStream content) throws IOException;
    }

    private ImageTree() {}

    /** A line for each file, by its path. */
    static Map<String, String> of(String image) {
        return of(List.of("docker"), image);
    }

    /** The same, of another daemon. */
    static Map<String, String> of(List<String> docker, String image) {
        Map<String, String> tree = new TreeMap<>();
        visit(docker, image, (entry, content) -> tree.put(entry.getName(), line(entry, content)));
        return tree;
    }

    /** The same, of the files below a folder of an archive. */
    static Map<String, String> of(Path archive, String folder) {
        Map<String, String> tree = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().startsWith(folder)) {
                    tree.put(entry.getName().substring(folder.length()), line(entry, tar));
                }
            }
            return tree;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When each file was changed, by its path. */
    static Map<String, FileTime> times(String image) {
        Map<String, FileTime> times = new TreeMap<>();
        visit(List.of("docker"), image, (entry, content) -> times.put(entry.getName(), entry.getLastModifiedTime()));
        return times;
    }

    /** The line of a plain file. */
    static String file(int mode, int owner, String text) {
        return line('0', mode, owner, sha256(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The line of a folder. */
    static String folder(int mode, int owner) {
        return line('5', mode, owner, "");
    }

    private static String line(char kind, int mode, int owner, String digest) {
        return "%s %o %d:%d  0:0 %s {}".formatted(kind, mode, owner, owner, digest);
    }

    /** The content of all files below a folder, by their path. */
    static Map<String, String> texts(String image, String folder) {
        Map<String, String> texts = new TreeMap<>();
        visit(List.of("docker"), image, (entry, content) -> {
            if (entry.isFile() && entry.getName().startsWith(folder)) {
                texts.put(
                        entry.getName().substring(folder.length()),
                        new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        });
        return texts;
    }

    private static void visit(List<String> docker, String image, Visitor visitor) {
        String container =
                Shell.run(and(docker, "create", image, "/none")).exits(0).out().strip();
        try {
            Process export = new ProcessBuilder(and(docker, "export", container)).start();
            try (TarArchiveInputStream tar = new TarArchiveInputStream(export.getInputStream())) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    visitor.entry(entry, tar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Shell.run(and(docker, "rm", "-v", container)).exits(0);
        }
    }

    private static List<String> and(List<String> docker, String... args) {
        return Stream.concat(docker.stream(), Stream.of(args)).toList();
    }

    private static String line(TarArchiveEntry entry, InputStream content) {
        return "%s %o %d:%d %s %d:%d %s %s"
                .formatted(
                        kind(entry),
                        entry.getMode() & 07777,
                        entry.getLongUserId(),
                        entry.getLongGroupId(),
                        entry.getLinkName(),
                        entry.getDevMajor(),
                        entry.getDevMinor(),
                        entry.isFile() ? sha256(content) : "",
                        entry.getExtraPaxHeaders());
    }

    private static char kind(TarArchiveEntry entry) {
        return (char) entry.getLinkFlag();
    }

    private static String sha256(InputStream content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
