package dev.chandler.core.plugin;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.chandler.api.problem.PluginException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the jars of plugins' zips are unpacked when one is needed: a folder for each zip, named by its digest.
 *
 * <p>A folder is there whole or not at all: it is filled under another name and moved. Two runs that fill the same one at
 * once both have it; the later one throws its own away. Folders that nobody has used for a month go when another is made.
 *
 * <p>What is there is looked at by its checksums each time it is opened, against what a disk or a cleaner does to it. It
 * keeps nobody out: who may write to the user's cache folder may have the user run anything.
 *
 * @param root the folder of them all, in the user's cache folder; it is made where it is missing
 * @param index where what the zips say is remembered
 */
record UnpackedZips(Path root, Path index) {

    private static final Logger log = LoggerFactory.getLogger(UnpackedZips.class);

    private static final String UNDER_WAY = ".new-";
    private static final Duration UNUSED = Duration.ofDays(30);

    /**
     * The jars of a plugin.
     *
     * @param entry a plugin that isn't refused
     * @return its file, or, of a zip, the jars that came out of it, the plugin's own first
     * @throws PluginException if the zip can't be unpacked
     */
    List<Path> jars(PluginEntry entry) {
        return entry.facts().digest().isEmpty() ? List.of(entry.file()) : jars(entry, entry.file());
    }

    /**
     * The jars of a plugin whose zip is held elsewhere.
     *
     * @param entry a zip that isn't refused
     * @param zip its content
     * @return the jars that came out of it, the plugin's own first
     * @throws PluginException if the zip can't be unpacked
     */
    List<Path> jars(PluginEntry entry, Path zip) {
        JarFacts facts = entry.facts();
        Path folder = root.resolve(facts.digest().orElseThrow().hex());
        try {
            if (!isWhole(folder, facts.members())) {
                unpack(entry, zip, folder);
            }
            touch(folder);
            return facts.members().stream()
                    .map(member -> folder.resolve(member.path()))
                    .toList();
        } catch (ZipException | UnsafeZipException e) {
            throw new PluginException(Refusals.unreadable(entry.file(), e), e);
        } catch (IOException | UncheckedIOException e) {
            if (!Files.isReadable(zip)) {
                throw new PluginException(Refusals.unreadable(entry.file(), e), e);
            }
            throw new PluginException(Refusals.notUnpacked(entry, root, e), e);
        }
    }

    /** Somebody may have cleared the cache in part. */
    private static boolean isWhole(Path folder, List<ZipMember> members) throws IOException {
        for (ZipMember member : members) {
            Path jar = folder.resolve(member.path());
            if (!Files.isRegularFile(jar) || Files.size(jar) != member.sizeBytes() || crc(jar) != member.crc()) {
                return false;
            }
        }
        return true;
    }

    private static long crc(Path jar) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(jar), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return sum.getValue();
    }

    private void unpack(PluginEntry entry, Path zip, Path folder) throws IOException {
        Path made = begin();
        try {
            if (!entry.facts().digest().equals(Optional.of(JarReader.digest(zip)))) {
                throw changed(entry);
            }
            fill(made, entry.facts().members(), zip);
            if (!isWhole(folder, entry.facts().members())) {
                delete(folder);
            }
            move(made, folder, entry.facts().members());
        } finally {
            delete(made);
        }
    }

    /** Makes a folder for what is under way, which its maker removes. */
    Path begin() throws IOException {
        Files.createDirectories(root);
        forget();
        return Files.createTempDirectory(root, UNDER_WAY);
    }

    /** What to throw of a file that has become another, whose size and time are the same, or the index would know. */
    PluginException changed(PluginEntry entry) throws IOException {
        // What it says of it is read anew next time.
        Files.deleteIfExists(index);
        return new PluginException(Refusals.changed(entry.file()));
    }

    private static void fill(Path folder, List<ZipMember> members, Path file) throws IOException {
        UnpackLimit room = new UnpackLimit();
        try (PluginZip zip = PluginZip.open(file)) {
            for (ZipMember member : members) {
                room.take(member.sizeBytes());
                Path jar = folder.resolve(member.path());
                Files.createDirectories(jar.getParent());
                try (InputStream in = zip.open(member)) {
                    Files.copy(in, jar);
                }
                requireJar(jar, member);
            }
        }
    }

    /** A class loader passes over what is no jar without a word. */
    private static void requireJar(Path jar, ZipMember member) throws ZipException {
        try {
            new JarFile(jar.toFile(), false).close();
        } catch (IOException e) {
            throw new ZipException("\"" + member.path() + "\" in it is no jar: " + e.getMessage());
        }
    }

    private static void move(Path made, Path folder, List<ZipMember> members) throws IOException {
        try {
            Files.move(made, folder, ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another run was first, with the same content.
            if (!isWhole(folder, members)) {
                throw e;
            }
        }
    }

    static void touch(Path folder) {
        try {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        } catch (IOException e) {
            log.debug("{} may be forgotten although it is used", folder, e);
        }
    }

    private void forget() {
        Instant since = Instant.now().minus(UNUSED);
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.toList()) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(since)) {
                    delete(folder);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // Another run does the same.
            log.debug("what is old in {} stays", root, e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
