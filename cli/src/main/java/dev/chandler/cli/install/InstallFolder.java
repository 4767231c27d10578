package dev.chandler.cli.install;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.Guard;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.lock.Lockfile;
import dev.chandler.core.lock.ProjectLock;
import dev.chandler.core.plugin.PluginDescriptor;
import dev.chandler.core.plugin.PluginFile;
import dev.chandler.core.plugin.PluginFolder;
import dev.chandler.core.plugin.PluginHost;
import dev.chandler.core.plugin.PluginSources;
import dev.chandler.core.trust.SignatureFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A folder that plugins are installed in, and the lock that says so where it is a project's.
 *
 * <p>Processes that change it wait for each other. Who only reads while a plugin is replaced by another version of it may see both.
 *
 * @param path the folder, which need not exist
 * @param project the project's lock; empty where nothing is pinned
 * @param index where is kept what is known of plugins' files
 * @param guards the folder with the files by which processes wait for each other
 */
public record InstallFolder(Path path, Optional<ProjectLock> project, Path index, Path guards) {

    /** Chooses what is put into place, by the lock as it is while no other process changes it. */
    interface Choice {

        /**
         * Chooses.
         *
         * @throws PluginException if one must not be put into place; then none is
         */
        List<StagedPlugin> of(List<StagedPlugin> staged, Lockfile lock);
    }

    /**
     * Puts staged plugins into place, pins them, and removes what had their ids: all of it or nothing.
     *
     * @param staged the plugins
     * @param choice which of them
     * @param pin whether they are pinned
     * @return what became of each
     * @throws PluginException if that cannot be; everything is as it was then
     */
    List<Installed> put(List<StagedPlugin> staged, Choice choice, boolean pin) {
        return alone(() -> {
            sweep();
            List<StagedPlugin> chosen = choice.of(staged, lock());
            requireRoom(chosen);
            List<Installed> all = new ArrayList<>();
            try (Replacement replacement = new Replacement()) {
                for (StagedPlugin each : chosen) {
                    all.add(put(each, replacement));
                }
                if (pin) {
                    changeLock(lock -> {
                        Lockfile changed = lock;
                        for (StagedPlugin each : chosen) {
                            changed = changed.with(each.locked());
                        }
                        return changed;
                    });
                }
                replacement.keep();
            }
            return all;
        });
    }

    /** Ids and versions can be put together to one name: nothing of another plugin is overwritten. */
    private void requireRoom(List<StagedPlugin> staged) {
        Map<String, String> byName = new HashMap<>();
        for (StagedPlugin each : staged) {
            String id = each.plugin().id();
            String name = each.name();
            String other = byName.putIfAbsent(name, id);
            if (other != null && !other.equals(id)) {
                throw taken(name, id, "the plugin \"" + other + "\", which is to be installed too, has that name");
            }
            Path file = path.resolve(name);
            if (Files.isDirectory(file)) {
                throw taken(name, id, "a folder has that name in \"" + path + "\"");
            }
            idOf(file).filter(there -> !there.equals(id)).ifPresent(there -> {
                throw taken(name, id, "the plugin \"" + there + "\" has that name in \"" + path + "\"");
            });
        }
    }

    private static PluginException taken(String name, String id, String why) {
        return new PluginException(
                Problem.of("CH-PLUGIN-048", "the plugin \"" + id + "\" cannot have the file \"" + name + "\"")
                        .because(why)
                        .remedy("move that away; of two plugins install one with --user"));
    }

    /** Empty where there is no file, or what is there is no plugin, such as one that was damaged. */
    private static Optional<String> idOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(PluginFile.read(file).id()) : Optional.empty();
        } catch (PluginException e) {
            return Optional.empty();
        }
    }

    private Installed put(StagedPlugin staged, Replacement replacement) throws IOException {
        Map<Path, PluginDescriptor> before = of(staged.plugin().id(), all());
        Path file = path.resolve(staged.name());
        boolean there = Files.isRegularFile(file) && has(file, staged.plugin().digest());
        if (!there) {
            replacement.move(staged.temporary(), file);
        }
        Path signature = SignatureFile.of(file);
        if (staged.signature().isPresent()) {
            Files.write(staged.temporarySignature(), staged.signature().get());
            replacement.move(staged.temporarySignature(), signature);
        } else if (!there) {
            // That of the same file stays, though the source has none this time.
            replacement.remove(signature);
        }
        for (Path old : before.keySet()) {
            if (!old.equals(file)) {
                replacement.remove(old);
                replacement.remove(SignatureFile.of(old));
            }
        }
        Optional<String> replaced = before.values().stream()
                .map(PluginDescriptor::version)
                .filter(version -> !version.equals(staged.plugin().version()))
                .findFirst();
        return new Installed(staged.plugin(), file, there && before.size() == 1, replaced);
    }

    /** Removes plugins, and what is pinned of them; gives the files of each. */
    Map<String, Set<Path>> remove(List<String> ids) {
        return alone(() -> {
            Map<String, Set<Path>> removed = new LinkedHashMap<>();
            Map<Path, PluginDescriptor> all = all();
            for (String id : ids) {
                Set<Path> files = of(id, all).keySet();
                for (Path file : files) {
                    Files.deleteIfExists(file);
                    Files.deleteIfExists(SignatureFile.of(file));
                }
                removed.put(id, files);
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

    /** The file of a plugin among all, where it is as it is pinned, and no other beside it. */
    static Optional<Path> file(LockedPlugin plugin, Map<Path, PluginDescriptor> all) throws IOException {
        Set<Path> files = of(plugin.id(), all).keySet();
        Path first = files.size() == 1 ? files.iterator().next() : null;
        return first != null && has(first, plugin.digest()) ? Optional.of(first) : Optional.empty();
    }

    /** Those of all files that have a plugin's id. */
    private static Map<Path, PluginDescriptor> of(String id, Map<Path, PluginDescriptor> all) {
        Map<Path, PluginDescriptor> found = new LinkedHashMap<>();
        all.forEach((file, plugin) -> {
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
        return project.map(ProjectLock::read).orElseGet(Lockfile::empty);
    }

    private void changeLock(UnaryOperator<Lockfile> change) {
        project.ifPresent(lock -> lock.change(change));
    }

    private static boolean has(Path file, Digest digest) throws IOException {
        return PluginFile.digest(file).equals(digest);
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

    private <T> T alone(Guard.Change<T> change) {
        try {
            return new Guard(guards, path).alone(change);
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
