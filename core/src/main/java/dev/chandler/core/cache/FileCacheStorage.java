package dev.chandler.core.cache;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps each entry in a file of its own, written beside its place and then moved there. */
public final class FileCacheStorage implements CacheStorage {

    private final Path root;

    /**
     * Makes a storage.
     *
     * @param root the folder, made on the first write
     */
    public FileCacheStorage(Path root) {
        this.root = root;
    }

    @Override
    public Optional<String> find(Kind kind, Digest key) {
        try {
            return Optional.of(Files.readString(place(kind, key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    @Override
    public List<String> all(Kind kind) {
        List<String> texts = new ArrayList<>();
        for (Path file : files(kind)) {
            try {
                texts.add(Files.readString(file));
            } catch (NoSuchFileException e) {
                // Somebody else has removed it meanwhile.
            } catch (IOException e) {
                throw failure("read", e);
            }
        }
        return List.copyOf(texts);
    }

    /** What is being written has another name. */
    private List<Path> files(Kind kind) {
        try (Stream<Path> files = Files.list(root.resolve(folder(kind)))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failure("read", e);
        }
    }

    @Override
    public void store(Kind kind, Digest key, String text) {
        Path place = place(kind, key);
        try {
            Path folder = Files.createDirectories(root.resolve(folder(kind)));
            Path part = Files.createTempFile(folder, ".part", "");
            try {
                Files.writeString(part, text);
                Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failure("write", e);
        }
    }

    @Override
    public void keepNewest(Kind kind, int most) {
        try (Stream<Path> files = Files.list(root.resolve(folder(kind)))) {
            List<Path> all = files.toList();
            if (all.size() > most) {
                removeOldest(all, all.size() - most);
            }
        } catch (NoSuchFileException e) {
            // Nothing was kept yet.
        } catch (IOException e) {
            throw failure("clear", e);
        }
    }

    private static void removeOldest(List<Path> files, int count) throws IOException {
        Map<Path, FileTime> times = new HashMap<>();
        for (Path file : files) {
            times.put(file, modified(file));
        }
        List<Path> oldest = files.stream()
                .sorted(Comparator.<Path, FileTime>comparing(times::get).thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
        for (Path file : oldest) {
            Files.deleteIfExists(file);
        }
    }

    /** One that somebody else has removed meanwhile is as old as can be. */
    private static FileTime modified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        }
    }

    @Override
    public void clear() {
        for (Kind kind : Kind.values()) {
            Path folder = root.resolve(folder(kind));
            if (Files.isDirectory(folder)) {
                clear(folder);
            }
        }
    }

    private void clear(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failure("clear", e);
        }
    }

    private Path place(Kind kind, Digest key) {
        return root.resolve(folder(kind)).resolve(key.hex());
    }

    private static String folder(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT) + "s";
    }

    private CacheException failure(String verb, IOException e) {
        return new CacheException(
                Problem.of("CH-CACHE-001", "cannot " + verb + " the cache in " + root)
                        .because(e.toString())
                        .remedy("give the folder room and rights, or name another by XDG_CACHE_HOME"),
                e);
    }
}
