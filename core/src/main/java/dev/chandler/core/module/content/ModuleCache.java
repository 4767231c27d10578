package dev.chandler.core.module.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.trust.SignatureFile;
import dev.chandler.lib.files.FileTreeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The modules that were fetched to this machine, each as a folder that is named by its digest, and which places they were
 * had from.
 *
 * <p>A module is there whole or not at all, whoever else puts or takes the same at the time, in this process or another. It is
 * held against its digest whenever it is taken: a module has some files, and reading them once costs less than a mark that
 * says that somebody did. What is not what its name says is removed, and fetched again. Thread-safe.
 */
public final class ModuleCache {

    private static final String KNOWN = "known";
    private static final String TEMPORARY = ".part-";

    /** What somebody is still at is not as old: its maker was killed. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path root;

    /**
     * Knows a cache.
     *
     * @param root its folder, made when something is put there
     */
    public ModuleCache(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Where a module is, or would be.
     *
     * @param digest the module's digest
     * @return an absolute folder
     */
    public Path place(Digest digest) {
        return root.resolve(digest.hex());
    }

    /**
     * Finds a module.
     *
     * @param digest its digest
     * @return the module, which is what its digest says; empty where there is none
     * @throws InterruptedException if cancelled
     */
    public Optional<CachedModule> find(Digest digest) throws InterruptedException {
        Path folder = place(digest);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            ModuleContent content = ModulePacking.packAll(folder);
            if (content.digest().equals(digest)) {
                return Optional.of(new CachedModule(folder.toRealPath(), content, SignatureFile.read(folder)));
            }
        } catch (IOException e) {
            // What cannot be read is of as little use as what was changed.
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while reading " + folder);
            }
        }
        discard(folder);
        return Optional.empty();
    }

    /**
     * Keeps a module.
     *
     * @param content all of it
     * @param signature what came with it
     * @return the module, in its place
     * @throws CacheException if it cannot be written
     * @throws InterruptedException if cancelled; then it is not there
     */
    public CachedModule keep(ModuleContent content, Optional<byte[]> signature) throws InterruptedException {
        Path folder = place(content.digest());
        try {
            if (signature.isPresent()) {
                put(SignatureFile.of(folder), signature.get());
            }
            Path part = part();
            try (InputStream archive = content.stream()) {
                UnpackedArchive.unpack(archive, part);
                Files.move(part, folder, ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Somebody may have put the same there.
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            } finally {
                remove(part);
            }
            return new CachedModule(folder.toRealPath(), content, signature);
        } catch (IOException e) {
            throw failure("write to", e);
        }
    }

    /**
     * Makes a module's content out of an archive that nobody vouches for, as if its author packed what is in it.
     *
     * @param archive a tar archive, uncompressed; stays open
     * @return its files
     * @throws UnfitContentException if it holds what is no module's, or is not whole
     * @throws CacheException if there is no room for it
     * @throws InterruptedException if cancelled
     */
    public ModuleContent unpacked(InputStream archive) throws UnfitContentException, InterruptedException {
        return unpacked(archive, ModulePacking::pack);
    }

    /**
     * Makes a module's content of an archive that may have it in a folder, as hosts of git repositories pack them.
     *
     * @param archive a tar archive, uncompressed; stays open
     * @return its files; where all are in one folder, which has the {@code module.yml}, that folder's
     * @throws UnfitContentException if it holds what is no module's, or is not whole
     * @throws CacheException if there is no room for it
     * @throws InterruptedException if cancelled
     */
    public ModuleContent unwrapped(InputStream archive) throws UnfitContentException, InterruptedException {
        return unpacked(archive, folder -> ModulePacking.pack(top(folder)));
    }

    /**
     * Makes a module's content of an archive that claims to be one already.
     *
     * @param archive a tar archive, uncompressed; stays open
     * @return its files; the digest is the archive's if it is as modules are packed
     * @throws UnfitContentException if it holds what is no module's, or is not whole
     * @throws CacheException if there is no room for it
     * @throws InterruptedException if cancelled
     */
    public ModuleContent packed(InputStream archive) throws UnfitContentException, InterruptedException {
        return unpacked(archive, ModulePacking::packAll);
    }

    /** Makes a module's content of what is in a folder. */
    private interface Packing {
        ModuleContent of(Path folder) throws IOException, InterruptedException;
    }

    private ModuleContent unpacked(InputStream archive, Packing packing)
            throws UnfitContentException, InterruptedException {
        try {
            Path part = part();
            try {
                UnpackedArchive.unpack(archive, part);
                return packing.of(part);
            } finally {
                remove(part);
            }
        } catch (UnfitContentException e) {
            throw e;
        } catch (FileTreeException e) {
            // Such as a line of its .chandlerignore that is no pattern.
            throw new UnfitContentException(e.problem().what()
                    + e.problem().why().map(why -> ": " + why).orElse(""));
        } catch (IOException e) {
            throw failure("write to", e);
        }
    }

    private static Path top(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            boolean wrapped = all.size() == 1 && Files.isRegularFile(all.get(0).resolve(ModuleDescription.FILE));
            return wrapped ? all.get(0) : folder;
        }
    }

    /**
     * Which versions a place had when it was asked last, of those that were fetched from there.
     *
     * @param place the place, as whoever remembers it names it
     * @return the versions, in no order
     */
    public List<KnownVersion> known(String place) {
        try (Stream<Path> files = Files.list(known(Digest.of(place)))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Remembers that a place had a version.
     *
     * @param place the place
     * @param version what it had
     * @throws CacheException if that cannot be written
     */
    public void remember(String place, KnownVersion version) {
        Path folder = known(Digest.of(place));
        String text = version.version() + "\n" + version.digest() + "\n" + version.recorded() + "\n";
        try {
            Files.createDirectories(folder);
            put(folder.resolve(Digest.of(version.version()).hex()), text.getBytes(UTF_8));
        } catch (IOException e) {
            throw failure("write to", e);
        }
    }

    private Path known(Digest place) {
        return root.resolve(KNOWN).resolve(place.hex());
    }

    private static Optional<KnownVersion> read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.size() == 3
                    ? Optional.of(new KnownVersion(lines.get(0), Digest.parse(lines.get(1)), lines.get(2)))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void put(Path file, byte[] content) throws IOException {
        Path folder = Files.createDirectories(file.resolveSibling("").toAbsolutePath());
        Path part = Files.createTempFile(folder, TEMPORARY, "");
        try {
            Files.write(part, content);
            Files.move(part, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path part() throws IOException {
        Files.createDirectories(root);
        try (Stream<Path> files = Files.list(root)) {
            Instant longAgo = Instant.now().minus(ABANDONED);
            for (Path each : files.filter(ModuleCache::isPart).toList()) {
                if (Files.getLastModifiedTime(each).toInstant().isBefore(longAgo)) {
                    remove(each);
                }
            }
        } catch (NoSuchFileException e) {
            // Whoever made it has moved it into place, or somebody else has removed it.
        }
        return Files.createTempDirectory(root, TEMPORARY);
    }

    private static boolean isPart(Path file) {
        return file.getFileName().toString().startsWith(TEMPORARY);
    }

    /** Moves it away first, so that nobody finds a part of it. */
    private void discard(Path folder) {
        try {
            Path part = Files.createTempDirectory(root, TEMPORARY);
            Files.move(folder, part.resolve("damaged"), ATOMIC_MOVE);
            remove(part);
        } catch (NoSuchFileException e) {
            // Somebody else has removed it.
        } catch (IOException e) {
            throw failure("remove what is damaged from", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (NoSuchFileException e) {
            // It was moved into place.
        }
    }

    private CacheException failure(String what, IOException e) {
        return new CacheException(
                Problem.of("CH-MODULE-054", "cannot " + what + " the cache of modules, \"" + root + "\"")
                        .because(e.getClass().getSimpleName() + ": " + e.getMessage())
                        .remedy("give it room and rights, or set XDG_CACHE_HOME to another folder"),
                e);
    }
}
