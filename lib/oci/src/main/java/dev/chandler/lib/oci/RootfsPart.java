package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What lies at one path of an image's root file system: a file, or a folder with all that is below it.
 *
 * <p>Its layers are read anew each time. Immutable; an interrupt ends what it is at, as {@link FlatRootfs} says.
 */
public final class RootfsPart {

    private static final int BUFFER = 1 << 16;
    private static final String FORMAT = "chandler.files.v1";

    private final List<FlatRootfs.Layer> layers;
    /** By their paths below this one, which has the empty path. */
    private final SortedMap<String, TarHeader> folders;

    private final Map<Long, List<String>> names;

    private RootfsPart(
            List<FlatRootfs.Layer> layers, SortedMap<String, TarHeader> folders, Map<Long, List<String>> names) {
        this.layers = layers;
        this.folders = folders;
        this.names = names;
    }

    /** Picks what lies at a path; empty if there is nothing. */
    static Optional<RootfsPart> at(
            String path, List<FlatRootfs.Layer> layers, List<TarHeader> directories, Map<Long, List<String>> names) {
        String wanted = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        SortedMap<String, TarHeader> folders = new TreeMap<>();
        for (TarHeader directory : directories) {
            String name = directory.name().equals("./") ? "" : directory.name().replaceFirst("/$", "");
            below(wanted, name).ifPresent(below -> folders.put(below, directory));
        }
        Map<Long, List<String>> files = new HashMap<>();
        names.forEach((source, each) -> {
            List<String> own =
                    each.stream().flatMap(name -> below(wanted, name).stream()).toList();
            if (!own.isEmpty()) {
                files.put(source, own);
            }
        });
        if (wanted.isEmpty()) {
            folders.putIfAbsent("", TarHeader.directory("./"));
        }
        return folders.isEmpty() && files.isEmpty()
                ? Optional.empty()
                : Optional.of(new RootfsPart(layers, folders, files));
    }

    private static Optional<String> below(String wanted, String name) {
        if (name.equals(wanted)) {
            return Optional.of("");
        }
        String prefix = wanted.isEmpty() ? "" : wanted + "/";
        return name.startsWith(prefix) ? Optional.of(name.substring(prefix.length())) : Optional.empty();
    }

    /**
     * Whether it is a folder.
     *
     * @return false for a file, a link, a device
     */
    public boolean isFolder() {
        return !folders.isEmpty();
    }

    /** What is noted of it. */
    private static final class Lines {

        private final SortedMap<String, String> lines = new TreeMap<>();

        void add(String path, TarHeader header, String content) {
            lines.put(
                    path,
                    String.join(
                            "\0",
                            String.valueOf(header.type()),
                            header.link(),
                            Integer.toOctalString(header.mode()),
                            header.uid() + ":" + header.gid(),
                            header.major() + ":" + header.minor(),
                            header.attributes().toString(),
                            content));
        }

        void same(String path, String first) {
            lines.put(path, "same as\0" + first);
        }

        Digest digest() {
            MessageDigest digest = Digest.sha256();
            digest.update(FORMAT.getBytes(StandardCharsets.ISO_8859_1));
            lines.forEach((path, line) -> {
                String length = "\n" + path.length() + " " + line.length() + " ";
                digest.update((length + path + "\0" + line).getBytes(StandardCharsets.ISO_8859_1));
            });
            return Digest.of(digest);
        }
    }

    /**
     * What stands for it in keys: names, kinds, modes, owners, attributes and content; no times, and not which layer has it.
     *
     * @return the digest
     * @throws IOException if a layer cannot be read, or is not what its digest says
     */
    public Digest digest() throws IOException {
        Lines lines = new Lines();
        folders.forEach((path, header) -> lines.add(path, header, ""));
        byte[] buffer = new byte[BUFFER];
        FlatRootfs.visit(layers, (layer, source, header, content) -> {
            @Nullable List<String> own = names.get(source);
            if (own != null) {
                String first = own.get(0);
                lines.add(first, header, content(content, buffer).toString());
                own.subList(1, own.size()).forEach(name -> lines.same(name, first));
            }
        });
        return lines.digest();
    }

    private static Digest content(TarReader content, byte[] buffer) throws IOException {
        MessageDigest digest = Digest.sha256();
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            digest.update(buffer, 0, count);
            FlatRootfs.requireGoingOn();
        }
        return Digest.of(digest);
    }

    /**
     * What it is, where it is no folder.
     *
     * @return its header, as its layer has it; empty for a folder
     * @throws IOException if a layer cannot be read, or is not what its digest says
     */
    public Optional<TarHeader> file() throws IOException {
        List<TarHeader> found = new ArrayList<>();
        if (!isFolder()) {
            FlatRootfs.visit(layers, (layer, source, header, content) -> {
                if (names.containsKey(source)) {
                    found.add(header);
                }
            });
        }
        return found.stream().findFirst();
    }

    /**
     * Writes it as an archive, the same bytes each time.
     *
     * @param out takes it; the caller closes it
     * @param name what it is called there; empty for what is in a folder, without the folder itself
     * @param form changes headers as it likes, but for their names and sizes
     * @throws IOException if it cannot be written, or a layer cannot be read
     */
    public void writeTo(OutputStream out, String name, UnaryOperator<TarHeader> form) throws IOException {
        String own = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        TarWriter tar = new TarWriter(new BufferedOutputStream(out, BUFFER));
        for (Map.Entry<String, TarHeader> folder : folders.entrySet()) {
            String path = named(own, folder.getKey());
            if (!path.isEmpty()) {
                tar.header(form.apply(folder.getValue().named(path + "/")));
            }
        }
        byte[] buffer = new byte[BUFFER];
        FlatRootfs.visit(layers, (layer, source, header, content) -> {
            @Nullable List<String> paths = names.get(source);
            if (paths != null) {
                List<String> renamed =
                        paths.stream().map(path -> named(own, path)).toList();
                FlatRootfs.write(tar, renamed, form.apply(header), content, buffer);
            }
        });
        tar.finish();
    }

    private static String named(String own, String path) {
        return own.isEmpty() || path.isEmpty() ? own + path : own + "/" + path;
    }
}
