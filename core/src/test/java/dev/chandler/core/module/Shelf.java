package dev.chandler.core.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Location;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.manifest.source.SourceText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Places of modules in memory, which note all that is asked of them. */
final class Shelf implements ModuleSources {

    static final String HOST = "127.0.0.1:5000/teams/";

    private final Map<String, Map<String, ModuleDescription>> byPlace = new TreeMap<>();
    private final Map<String, String> content = new HashMap<>();
    private final Set<String> unlisted = new HashSet<>();
    private final Set<Digest> cache = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> commits = new HashMap<>();
    private final Map<String, Digest> copies = new HashMap<>();
    private boolean down;

    /** Has a version of a module, by its name, with what it requires. */
    Shelf with(String name, String version, String... requires) {
        return at(HOST + name, name, version, requires);
    }

    /** Has one anywhere; a place that begins with a slash is a folder. */
    Shelf at(String place, String name, String version, String... requires) {
        List<ModuleUse> uses = new ArrayList<>();
        for (String each : requires) {
            Location written = new Location(name + "@" + version + "/module.yml", 3 + uses.size(), 14);
            uses.add(new ModuleUse(each, Path.of(place.startsWith("/") ? place : "/modules"), written));
        }
        byPlace.computeIfAbsent(place, none -> new TreeMap<>())
                .put(
                        version,
                        new ModuleDescription(
                                name,
                                version,
                                "",
                                Optional.empty(),
                                uses,
                                List.of(),
                                List.of(),
                                Map.of(),
                                Optional.empty(),
                                new SourceText("module.yml", "")));
        return this;
    }

    /** Gives a version other content. */
    Shelf moved(String name, String version) {
        content.put(HOST + name + "@" + version, "moved");
        return this;
    }

    /** Has at a place the same content as a module. */
    Shelf copied(String place, String name, String version) {
        copies.put(place + "@" + version, digest(name, version));
        return this;
    }

    /** Records a version as this commit's. */
    Shelf commit(String name, String commit) {
        commits.put(HOST + name, commit);
        return this;
    }

    Shelf unlisted(String name) {
        unlisted.add(HOST + name);
        return this;
    }

    /** Answers nothing from now on but what is in the cache. */
    Shelf down() {
        down = true;
        return this;
    }

    void emptyCache() {
        cache.clear();
    }

    /** What was asked over the network since the last time, in order. */
    List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    static Digest digest(String name, String version) {
        return Digest.of(HOST + name + "@" + version);
    }

    static LockedModule locked(String name, String version) {
        return new LockedModule(name, version, digest(name, version), HOST + name);
    }

    /** Names that begin with these words are here. */
    static ModuleNames names(String... prefixes) {
        Map<String, MappedSource> map = new HashMap<>();
        Arrays.asList(prefixes)
                .forEach(prefix -> map.put(
                        prefix,
                        new MappedSource(
                                new ModuleReference.Registry(HOST + prefix, new ModuleReference.Folder("").range()))));
        return new ModuleNames(List.of(ModuleNames.FILE), List.of(map));
    }

    @Override
    public ModuleSource of(ModuleReference reference, Location place) {
        String text = reference instanceof ModuleReference.Registry registry
                ? registry.repository()
                : ((ModuleReference.Folder) reference).path();
        return new Source(text);
    }

    private final class Source implements ModuleSource {

        private final String place;

        Source(String place) {
            this.place = place;
        }

        @Override
        public String place() {
            return place;
        }

        @Override
        public boolean inPlace() {
            return place.startsWith("/");
        }

        @Override
        public boolean has(LockedModule locked) {
            return (locked.source() + "#").startsWith(place + "#");
        }

        @Override
        public Optional<List<String>> versions() {
            ask("versions");
            return unlisted.contains(place)
                    ? Optional.empty()
                    : Optional.of(
                            List.copyOf(byPlace.getOrDefault(place, Map.of()).keySet()));
        }

        @Override
        public ModuleDescription description(String version) {
            ask("description " + version);
            return byPlace.get(place).get(version);
        }

        @Override
        public FetchedModule fetch(String version, Optional<LockedModule> pinned) {
            Optional<Digest> cached = pinned.map(LockedModule::digest).filter(cache::contains);
            if (cached.isEmpty()) {
                ask("fetch " + version);
            }
            String key = place + "@" + version;
            Digest digest = cached.or(() -> Optional.ofNullable(copies.get(key)))
                    .orElseGet(() -> Digest.of(key + content.getOrDefault(key, "")));
            cache.add(digest);
            ModuleDescription description = byPlace.get(place).get(version);
            ModuleFolder folder = new ModuleFolder(
                    description, Path.of("/cache", digest.shortHex()), description.name() + "@" + version);
            return new FetchedModule(inPlace() ? Optional.empty() : Optional.of(digest), folder);
        }

        @Override
        public String recorded(String version) {
            return place + (commits.containsKey(place) ? "#" + commits.get(place) : "");
        }

        private void ask(String what) {
            if (inPlace()) {
                return;
            }
            if (down) {
                throw new EngineException(Problem.of("CH-TEST-001", "cannot reach 127.0.0.1:5000")
                        .because("asked for " + what)
                        .remedy("start it"));
            }
            asked.add(what + " of " + place.replace(HOST, ""));
        }
    }
}
