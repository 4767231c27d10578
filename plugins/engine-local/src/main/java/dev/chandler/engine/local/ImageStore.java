package dev.chandler.engine.local;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Images: a config and a chain of layers, and names that point at them. Thread-safe, also between processes. */
final class ImageStore {

    private static final String IMAGES = "images";
    private static final String NAMES = "names";

    private final StoreFolder folder;

    ImageStore(StoreFolder folder) {
        this.folder = folder;
    }

    /** What one is called that {@linkplain LayerUse#hold holds} it. */
    static String thing(Digest id) {
        return IMAGES + "/" + id.hex();
    }

    /** Finds an image by its id. */
    Optional<StoredImage> get(Digest id) {
        Path image = folder.path(IMAGES, id.hex());
        try {
            String layers = Files.readString(image.resolve("layers")).strip();
            return Optional.of(new StoredImage(
                    id,
                    Files.readString(image.resolve("config")),
                    layers.isEmpty() ? List.of() : List.of(layers.split(" "))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw LocalProblems.store("read", image, e);
        }
    }

    /** What a whole name, with its tag, points at. */
    Optional<Digest> named(String name) {
        return words(fileOf(name)).map(words -> Digest.parse(words.get(0)));
    }

    /** The digest by which a registry knows what it has given for a whole name; empty of what came from nowhere else. */
    Optional<Digest> registryDigest(String name) {
        return words(fileOf(name)).filter(words -> words.size() > 1).map(words -> Digest.parse(words.get(1)));
    }

    private Optional<List<String>> words(String file) {
        return folder.read(NAMES, file)
                .map(text -> List.of(text.lines().findFirst().orElse("").split(" ")));
    }

    private void point(String name, String to) {
        folder.write(NAMES, fileOf(name), to + "\n" + name + "\n");
    }

    /**
     * Keeps an image that came from a registry, whose layers are in use, under its name and the one with its digest there. The
     * latter goes with the image's last name.
     */
    void keepPulled(StoredImage image, String name, String pinned, Digest digest) {
        folder.alone(() -> {
            if (!folder.has(IMAGES, image.id().hex())) {
                write(image);
            }
            point(pinned, image.id() + " " + digest);
            point(name, image.id() + " " + digest);
            return name;
        });
    }

    /**
     * Keeps an image whose layers are in use, and moves names to it, all or none.
     *
     * @return false if all was so before
     */
    boolean keep(StoredImage image, List<String> names) {
        return folder.alone(() -> {
            boolean made = !folder.has(IMAGES, image.id().hex());
            if (made) {
                write(image);
            }
            for (String name : names) {
                if (!named(name).equals(Optional.of(image.id()))) {
                    point(name, image.id().toString());
                    made = true;
                }
            }
            return made;
        });
    }

    private void write(StoredImage image) {
        Path half = folder.makeFolder("w", folder.freshName() + StoreFolder.HALF);
        try {
            Files.writeString(half.resolve("config"), image.config());
            Files.writeString(half.resolve("layers"), String.join(" ", image.layers()) + "\n");
        } catch (IOException e) {
            throw LocalProblems.store("write", half, e);
        }
        folder.move(half, folder.path(IMAGES, image.id().hex()));
    }

    /** Removes a name, and the image that it points at if it has no other. */
    void removeName(String name) {
        folder.alone(() -> {
            Optional<Digest> image = named(name);
            folder.delete(NAMES, fileOf(name));
            image.filter(id -> namesOf(id).allMatch(other -> other.contains("@")))
                    .ifPresent(this::remove);
            return name;
        });
    }

    /**
     * Images that nobody here has named, and that can be had again: those that came from registries, and those without a name.
     *
     * @return by their ids, a name that people know them by
     */
    Map<Digest, String> unclaimed() {
        Map<Digest, String> unclaimed = new TreeMap<>();
        for (String hex : folder.names(IMAGES)) {
            Digest id = new Digest(hex);
            List<String> names = namesOf(id).toList();
            if (names.stream().allMatch(name -> registryDigest(name).isPresent())) {
                unclaimed.put(
                        id,
                        names.stream()
                                .filter(name -> !name.contains("@"))
                                .findFirst()
                                .orElse(id.shortHex()));
            }
        }
        return unclaimed;
    }

    /**
     * Removes one of {@link #unclaimed()}, with its names.
     *
     * @param held says of {@link #thing} whether anybody holds it
     * @return false if somebody has named it since, or holds it
     */
    boolean removeUnclaimed(Digest id, Predicate<String> held) {
        return folder.alone(() -> {
            boolean removable = !held.test(thing(id))
                    && namesOf(id).allMatch(name -> registryDigest(name).isPresent());
            if (removable) {
                remove(id);
            }
            return removable;
        });
    }

    private void remove(Digest id) {
        namesOf(id).toList().forEach(name -> folder.delete(NAMES, fileOf(name)));
        folder.removeTree(folder.path(IMAGES, id.hex()));
    }

    /** The names of an image. */
    private Stream<String> namesOf(Digest id) {
        return folder.names(NAMES).stream()
                .flatMap(file -> folder.read(NAMES, file).stream())
                .filter(text -> text.startsWith(id.toString()))
                .flatMap(text -> text.lines().skip(1).limit(1));
    }

    /** The layers of all images. */
    Stream<String> layers() {
        return folder.names(IMAGES).stream()
                .flatMap(hex -> folder.read(IMAGES, hex + "/layers").stream())
                .flatMap(text -> Arrays.stream(text.strip().split(" ")));
    }

    /** A name may be longer than that of any file, and is none of a folder: so it is in the file. */
    private static String fileOf(String name) {
        return Digest.of(name).hex();
    }
}
