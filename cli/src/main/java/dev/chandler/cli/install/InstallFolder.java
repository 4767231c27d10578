package dev.chandler.cli.install;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginFolder;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginSources;
import dev.chandler.core.trust.SignatureFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder that plugins are installed in, and the lock that says so where it is a project's.
 *
 * <p>Processes that change it wait for each other; who only reads sees a plugin as it was or as it is.
 *
 * @param path the folder, which need not exist
 * @param project the project's folder, for the lock; empty where nothing is pinned
 * @param here what messages name the lock relative to
 * @param index where is kept what is known of plugins' files
 * @param guards the folder with the files by which processes wait for each other
 */
public record InstallFolder(Path path, Optional<Path> project, Path here, Path index, Path guards) {

    /** What is done while no other process changes the folder. */
    private interface Change<T> {
        T make() throws IOException;
    }

    /**
     * Puts staged plugins into place, pins them, and removes what had their ids.
     *
     * @param staged the plugins
     * @param pin whether they are pinned
     * @return what became of each
     */
    List<Installed> put(List<StagedPlugin> staged, boolean pin) {
        return alone(() -> {
            List<Installed> all = new ArrayList<>();
            sweep();
            for (StagedPlugin each : staged) {
                all.add(put(each));
            }
            if (pin) {
                changeLock(lock -> {
                    Lockfile changed = lock;
                    for (StagedPlugin each : staged) {
                        changed = changed.with(each.locked());
                    }
                    return changed;
                });
            }
            return all;
        });
    }

    private Installed put(StagedPlugin staged) throws IOException {
        Map<Path, PluginDescriptor> before = files(staged.plugin().id());
        Path file = path.resolve(staged.name());
        boolean there = Files.isRegularFile(file) && has(file, staged.plugin().digest());
        if (!there) {
            Files.move(staged.temporary(), file, ATOMIC_MOVE, REPLACE_EXISTING);
        }
        Path signature = SignatureFile.of(file);
        if (staged.signature().isPresent()) {
            Path temporary = staged.temporarySignature();
            Files.write(temporary, staged.signature().get());
            Files.move(temporary, signature, ATOMIC_MOVE, REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(signature);
        }
        for (Path old : before.keySet()) {
            if (!old.equals(file)) {
                Files.deleteIfExists(old);
                Files.deleteIfExists(SignatureFile.of(old));
            }
        }
        Optional<String> replaced = before.values().stream()
                .map(PluginDescriptor::version)
                .filter(version -> !version.equals(staged.plugin().version()))
                .findFirst();
        return new Installed(staged.plugin(), file, there && before.size() == 1, replaced);
    }

    /** Removes plugins, and what is pinned of them. */
    List<Path> remove(List<String> ids) {
        return alone(() -> {
            List<Path> removed = new ArrayList<>();
            for (String id : ids) {
                for (Path file : files(id).keySet()) {
                    Files.deleteIfExists(file);
                    Files.deleteIfExists(SignatureFile.of(file));
                    removed.add(file);
                }
            }
            changeLock(lock -> {
                Lockfile changed = lock;
                for (String id : ids) {
                    changed = changed.without(id);
                }
                return changed;
            });
            return removed;
        });
    }

    /** Whether a plugin's file is there as it is pinned. */
    boolean hasFile(String id, Digest digest) throws IOException {
        Map<Path, PluginDescriptor> files = files(id);
        return files.size() == 1 && has(files.keySet().iterator().next(), digest);
    }

    /** The files with a plugin's id. */
    Map<Path, PluginDescriptor> files(String id) throws IOException {
        Map<Path, PluginDescriptor> found = new LinkedHashMap<>();
        all().forEach((file, plugin) -> {
            if (plugin.id().equals(id)) {
                found.put(file, plugin);
            }
        });
        return found;
    }

    /** All plugins' files, as they are called here, whatever they link to. */
    Map<Path, PluginDescriptor> all() throws IOException {
        if (!Files.isDirectory(path)) {
            return Map.of();
        }
        PluginSources here = new PluginSources(
                List.of(),
                List.of(new PluginFolder(path, "the folder", false)),
                index,
                index.resolveSibling("plugins"));
        Map<Path, PluginDescriptor> byReal = new LinkedHashMap<>();
        try (PluginHost host = PluginHost.list(here)) {
            host.plugins().forEach(plugin -> byReal.put(plugin.file(), plugin));
        }
        Map<Path, PluginDescriptor> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(path)) {
            // Hidden ones are what other processes stage, and may be gone at any time.
            for (Path file : files.filter(file -> !isHidden(file)).sorted().toList()) {
                PluginDescriptor plugin = Files.exists(file) ? byReal.get(file.toRealPath()) : null;
                if (plugin != null) {
                    found.put(file, plugin);
                }
            }
        }
        return found;
    }

    Lockfile lock() {
        return project.map(folder -> Lockfile.read(folder, here)).orElseGet(Lockfile::empty);
    }

    private void changeLock(UnaryOperator<Lockfile> change) {
        project.ifPresent(folder -> change.apply(lock()).write(folder));
    }

    private static boolean has(Path file, Digest digest) throws IOException {
        return DownloadCache.digest(file).equals(digest);
    }

    /** What a run left that was killed; none is under way for as long. */
    private void sweep() throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        FileTime longAgo = FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS));
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(InstallFolder::isStaged).toList()) {
                if (isOlder(file, longAgo)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isOlder(Path file, FileTime time) throws IOException {
        try {
            return Files.getLastModifiedTime(file).compareTo(time) < 0;
        } catch (NoSuchFileException e) {
            // It is installed by now.
            return false;
        }
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static boolean isStaged(Path file) {
        return file.getFileName().toString().startsWith(Staging.PREFIX);
    }

    private <T> T alone(Change<T> change) {
        try {
            Files.createDirectories(guards);
            Path real = Files.exists(path)
                    ? path.toRealPath()
                    : path.toAbsolutePath().normalize();
            Path guard = guards.resolve(Digest.of(real.toString()).shortHex() + ".lock");
            try (FileChannel channel = FileChannel.open(guard, CREATE, WRITE)) {
                channel.lock();
                return change.make();
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    static PluginException unwritable(Path folder, IOException e) {
        return new PluginException(
                Problem.of("CH-PLUGIN-035", "cannot change the plugins in \"" + folder + "\"")
                        .because(e.getClass().getSimpleName() + ": " + e.getMessage())
                        .remedy("let yourself write there, and make room"),
                e);
    }
}
