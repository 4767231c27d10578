package dev.chandler.lib.oci;

import dev.chandler.api.cache.Digest;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A real overlay, which needs root. */
final class OverlayMount implements AutoCloseable {

    private final Path merged;

    private OverlayMount(Path merged) {
        this.merged = merged;
    }

    /** Mounts folders, the highest first, with one to write to. */
    static OverlayMount of(List<Path> lower, Path upper, Path room) throws IOException {
        Path merged = Files.createTempDirectory(room, "merged");
        Path work = Files.createTempDirectory(room, "work");
        List<String> folders = lower.stream().map(Path::toString).toList();
        run(
                "mount",
                "-t",
                "overlay",
                "overlay",
                "-o",
                "redirect_dir=off,metacopy=off,lowerdir=" + String.join(":", folders) + ",upperdir=" + upper
                        + ",workdir=" + work,
                merged.toString());
        return new OverlayMount(merged);
    }

    Path root() {
        return merged;
    }

    void sh(String script) throws IOException {
        run("sh", "-ec", "cd \"$0\"\n" + script, merged.toString());
    }

    static void run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    /** All that is in a folder: names, kinds, owners, modes, attributes, content, and which names are of one file. */
    static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        Map<String, List<String>> same = new TreeMap<>();
        try (InputStream tar = new GnuTar(List.of()).pack(folder)) {
            TarReader reader = new TarReader(tar);
            for (Optional<TarHeader> next = reader.next(); next.isPresent(); next = reader.next()) {
                TarHeader header = next.get();
                if (header.type() == TarHeader.HARD_LINK) {
                    same.computeIfAbsent(header.link(), first -> new ArrayList<>())
                            .add(header.name());
                    continue;
                }
                tree.put(header.name(), line(header, reader));
            }
            tar.transferTo(OutputStream.nullOutputStream());
        }
        same.forEach((first, others) -> others.forEach(other -> tree.put(other, "same as " + first)));
        return tree;
    }

    private static String line(TarHeader header, TarReader content) throws IOException {
        MessageDigest digest = Digest.sha256();
        byte[] buffer = new byte[1 << 14];
        for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        Map<String, String> attributes = new TreeMap<>(header.attributes());
        attributes.keySet().removeIf(name -> name.contains("overlay."));
        return String.join(
                " ",
                String.valueOf(header.type()),
                Integer.toOctalString(header.mode()),
                header.uid() + ":" + header.gid(),
                header.link(),
                header.major() + "/" + header.minor(),
                attributes.toString(),
                Digest.of(digest).shortHex());
    }

    @Override
    public void close() throws IOException {
        run("umount", merged.toString());
    }
}
