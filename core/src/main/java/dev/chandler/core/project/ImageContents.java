package dev.chandler.core.project;

import dev.chandler.api.artifact.Artifact;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.Capability;
import dev.chandler.api.engine.Engine;
import dev.chandler.api.problem.CacheException;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.ManifestException;
import dev.chandler.api.problem.Problem;
import dev.chandler.api.provision.BuildFiles.Form;
import dev.chandler.api.provision.BuildFiles.Found;
import dev.chandler.core.cache.CacheStorage;
import dev.chandler.core.cache.Preimage;
import dev.chandler.lib.oci.FlatRootfs;
import dev.chandler.lib.oci.ImageChoice;
import dev.chandler.lib.oci.ImageFile;
import dev.chandler.lib.oci.RootfsPart;
import dev.chandler.lib.oci.tar.TarHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is in images of an engine, each of which is brought to the client once, when more is to be known of it than the cache
 * does. Thread-safe.
 */
final class ImageContents {

    private static final String FOLDER = "folder ";
    private static final String FILE = "file ";

    private final CacheStorage cache;
    private final ImageAccess access;
    private final Map<Digest, FlatRootfs> read = new HashMap<>();

    ImageContents(CacheStorage cache, ImageAccess access) {
        this.cache = cache;
        this.access = access;
    }

    /** The digest of what lies there, remembered from then on. */
    Found find(ImagePath path) throws InterruptedException {
        Digest key = Preimage.of("chandler.content.v1")
                .field("image", path.image().id())
                .field("path", path.relative())
                .build()
                .key();
        Optional<Found> known = known(key);
        if (known.isPresent()) {
            return known.get();
        }
        try {
            RootfsPart part = part(path);
            Found found = new Found(part.digest(), part.isFolder());
            remember(key, found);
            return found;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private Optional<Found> known(Digest key) {
        try {
            return cache.find(CacheStorage.Kind.CONTENT, key).flatMap(ImageContents::parsed);
        } catch (CacheException e) {
            // It is read again, which costs time alone.
            return Optional.empty();
        }
    }

    private static Optional<Found> parsed(String text) {
        boolean folder = text.startsWith(FOLDER);
        try {
            return Optional.of(
                    new Found(Digest.parse(text.substring(folder ? FOLDER.length() : FILE.length())), folder));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private void remember(Digest key, Found found) {
        try {
            cache.store(CacheStorage.Kind.CONTENT, key, (found.folder() ? FOLDER : FILE) + found.digest());
        } catch (CacheException e) {
            // The next build reads it again; why nothing can be kept it is told for what matters more.
        }
    }

    /** A stream of a file of the client, which goes when it is closed. */
    InputStream open(ImagePath path, Form form) throws InterruptedException {
        try {
            RootfsPart part = part(path);
            Path file = access.staging().file();
            try {
                try (OutputStream out = Files.newOutputStream(file)) {
                    part.writeTo(out, form.name(), header -> formed(header, form));
                }
                return Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static TarHeader formed(TarHeader header, Form form) {
        int mode = header.mode();
        if (form.mode().isPresent() && header.type() == TarHeader.FILE) {
            mode = form.mode().getAsInt();
        } else if (form.mode().isPresent() && header.type() == TarHeader.DIRECTORY) {
            mode = form.mode().getAsInt() | (form.mode().getAsInt() & 0444) >> 2;
        }
        long uid = form.uid().isPresent() ? form.uid().getAsInt() : header.uid();
        long gid = form.gid().isPresent() ? form.gid().getAsInt() : header.gid();
        return header.owned(uid, gid, mode);
    }

    private RootfsPart part(ImagePath path) throws IOException, InterruptedException {
        RootfsPart part = rootfs(path)
                .part(path.relative())
                .orElseThrow(() -> new ManifestException(Problem.of(
                                "CH-PROJECT-010", "build \"" + path.build() + "\" leaves no \"" + path.path() + "\"")
                        .at(path.place())
                        .because("it is not in its image " + path.image().id() + "; links on the way are not followed")
                        .remedy("name what is there")));
        Optional<TarHeader> file = part.file();
        if (file.filter(header -> header.type() != TarHeader.FILE).isPresent()) {
            throw new ManifestException(Problem.of(
                            "CH-PROJECT-011",
                            "\"" + path.path() + "\" in build \"" + path.build() + "\" is neither a file nor a folder")
                    .at(path.place())
                    .because(
                            file.get().type() == TarHeader.SYMLINK
                                    ? "it is a link to " + file.get().link()
                                    : "it is a device or a pipe")
                    .remedy("name the file or folder itself"));
        }
        return part;
    }

    private synchronized FlatRootfs rootfs(ImagePath path) throws IOException, InterruptedException {
        Digest id = path.image().id();
        FlatRootfs known = read.get(id);
        if (known == null) {
            known = ImageFile.layout(
                            layout(path), new ImageChoice(Optional.empty(), Optional.empty(), Optional.empty()))
                    .flattened();
            read.put(id, known);
        }
        return known;
    }

    private Path layout(ImagePath path) throws InterruptedException {
        Engine engine = access.engine();
        if (!engine.capabilities().contains(Capability.EXPORT)) {
            throw new ManifestException(Problem.of(
                            "CH-PROJECT-009",
                            "the engine \"" + engine.id() + "\" cannot give out what is in build \"" + path.build()
                                    + "\"")
                    .at(path.place())
                    .because("it lacks " + Capability.EXPORT.words())
                    .remedy("build on another engine, or have the other build as base"));
        }
        String id = path.image().id().toString();
        Artifact image = engine.image(id)
                .orElseThrow(() -> new EngineException(
                        Problem.of("CH-PROJECT-012", "the image of build \"" + path.build() + "\" is gone")
                                .at(path.place())
                                .because("the engine \"" + engine.id() + "\" has no " + id)
                                .remedy("build again")));
        return access.staging().layout(path.image().id().hex(), receiver -> engine.export(image, receiver));
    }

    private static EngineException unreadable(ImagePath path, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while reading the image of " + path.build());
        }
        return new EngineException(
                Problem.of("CH-PROJECT-012", "cannot read the image of build \"" + path.build() + "\"")
                        .at(path.place())
                        .because(String.valueOf(e.getMessage()))
                        .remedy("make room in the cache folder, or build again"),
                e);
    }
}
