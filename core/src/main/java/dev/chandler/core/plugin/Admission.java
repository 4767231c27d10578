package dev.chandler.core.plugin;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.core.trust.TrustPolicy;
import dev.chandler.core.trust.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lets strangers' plugins in by the user's policy, when they are opened, and says where their jars are then.
 *
 * <p>A signed one is loaded from a copy in the cache folder, made of the very bytes that the signature was held against:
 * whoever swaps the file afterwards swaps nothing that is loaded. What the index says of it has to be what the copy says
 * itself, or a key could be held to another id than the one it has signed.
 *
 * @param policy the user's policy
 * @param zips where jars of zips, and copies, are
 */
record Admission(TrustPolicy policy, UnpackedZips zips) {

    /**
     * Lets a plugin in.
     *
     * @param entry a stranger's plugin that isn't refused
     * @return its jars, the plugin's own first
     * @throws PluginException if it isn't let in, or can't be unpacked
     */
    List<Path> jars(PluginEntry entry) {
        TrustPolicy.Examined examined = entry.examined(policy);
        examined.verdict().refusal().ifPresent(problem -> {
            throw new PluginException(problem);
        });
        return examined.content().map(content -> held(entry, content)).orElseGet(() -> zips.jars(entry));
    }

    /** What the policy says of a plugin. */
    Verdict verdict(PluginEntry entry) {
        return entry.examined(policy).verdict();
    }

    private List<Path> held(PluginEntry entry, byte[] content) {
        try {
            return entry.facts().digest().isPresent() ? zip(entry, content) : List.of(jar(entry, content));
        } catch (IOException | UncheckedIOException e) {
            throw new PluginException(Refusals.notHeld(entry, zips.root(), e), e);
        }
    }

    private List<Path> zip(PluginEntry entry, byte[] content) throws IOException {
        Path made = zips.begin();
        try {
            Path copy = Files.write(made.resolve(entry.file().getFileName()), content);
            requireSame(entry, copy);
            return zips.jars(entry, copy);
        } finally {
            UnpackedZips.delete(made);
        }
    }

    /** Where a jar stays as long as it is loaded: in a folder named by its digest, as the jars of a zip do. */
    private Path jar(PluginEntry entry, byte[] content) throws IOException {
        Digest digest = Digest.of(content);
        Path folder = zips.root().resolve(digest.hex());
        Path jar = folder.resolve(entry.headers().id() + ".jar");
        if (!isKept(jar, digest)) {
            keep(entry, content, folder, digest);
        }
        requireSame(entry, jar);
        UnpackedZips.touch(folder);
        return jar;
    }

    private void keep(PluginEntry entry, byte[] content, Path folder, Digest digest) throws IOException {
        String name = entry.headers().id() + ".jar";
        Path made = zips.begin();
        try {
            requireSame(entry, Files.write(made.resolve(name), content));
            UnpackedZips.delete(folder);
            Files.move(made, folder, ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another run was first, with the same content.
            if (!isKept(folder.resolve(name), digest)) {
                throw e;
            }
        } finally {
            UnpackedZips.delete(made);
        }
    }

    private void requireSame(PluginEntry entry, Path copy) throws IOException {
        if (!JarReader.read(copy).equals(entry.facts())) {
            throw zips.changed(entry);
        }
    }

    private static boolean isKept(Path jar, Digest digest) throws IOException {
        return Files.isRegularFile(jar) && JarReader.digest(jar).equals(digest);
    }
}
