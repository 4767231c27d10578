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
        TrustPolicy.Examined examined = examined(entry);
        examined.verdict().refusal().ifPresent(problem -> {
            throw new PluginException(problem);
        });
        return examined.content().map(content -> held(entry, content)).orElseGet(() -> zips.jars(entry));
    }

    /** What the policy says of a plugin. */
    Verdict verdict(PluginEntry entry) {
        return examined(entry).verdict();
    }

    private TrustPolicy.Examined examined(PluginEntry entry) {
        return policy.examine(entry.descriptor().id(), entry.source(), entry.file());
    }

    private List<Path> held(PluginEntry entry, byte[] content) {
        try {
            Path made = zips.begin();
            try {
                Path copy = Files.write(made.resolve(entry.file().getFileName()), content);
                if (!JarReader.read(copy).equals(entry.facts())) {
                    throw zips.changed(entry);
                }
                return entry.facts().digest().isPresent() ? zips.jars(entry, copy) : List.of(kept(entry, made, copy));
            } finally {
                UnpackedZips.delete(made);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new PluginException(Refusals.notHeld(entry, zips.root(), e), e);
        }
    }

    /** Where a jar stays as long as it is loaded: in a folder named by its digest, as the jars of a zip do. */
    private Path kept(PluginEntry entry, Path made, Path copy) throws IOException {
        Digest digest = JarReader.digest(copy);
        Path folder = zips.root().resolve(digest.hex());
        Path jar = folder.resolve(entry.headers().id() + ".jar");
        if (!isKept(jar, digest)) {
            UnpackedZips.delete(folder);
            Path filled = Files.createDirectory(made.resolve("kept"));
            Files.move(copy, filled.resolve(jar.getFileName()));
            try {
                Files.move(filled, folder, ATOMIC_MOVE);
            } catch (FileSystemException e) {
                // Another run was first, with the same content.
                if (!isKept(jar, digest)) {
                    throw e;
                }
            }
        }
        UnpackedZips.touch(folder);
        return jar;
    }

    private static boolean isKept(Path jar, Digest digest) throws IOException {
        return Files.isRegularFile(jar) && JarReader.digest(jar).equals(digest);
    }
}
