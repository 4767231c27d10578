package dev.chandler.cli.install;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.PluginException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.plugin.PluginFile;
import dev.chandler.core.trust.SignatureFile;
import dev.chandler.core.trust.TrustPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings files into a folder and looks at them, before any of them counts as installed.
 *
 * @param folder the folder; it is made where it is missing
 * @param cache what was installed before
 * @param trust whose files may be installed
 */
record Staging(Path folder, DownloadCache cache, TrustPolicy trust) {

    /** How the names of files begin that are not installed yet; those who look for plugins pass hidden files over. */
    static final String PREFIX = ".install-";

    /** Far more than a plugin with all its libraries has. */
    private static final long MOST_BYTES = 512L << 20;

    private static final int PIECE = 1 << 16;

    /**
     * Stages what a source offers.
     *
     * @param offer the file
     * @param text the source, as messages name it
     * @param wanted the digest that it has to have, if one is known
     * @throws PluginException if it cannot be had, or is not what it has to be; nothing is left of it
     * @throws InterruptedException if cancelled; nothing is left of it
     */
    StagedPlugin stage(Offer offer, String text, Optional<Digest> wanted) throws InterruptedException {
        offer.digest().ifPresent(said -> requireSame(text, wanted.orElse(said), said));
        Optional<Digest> known = wanted.or(offer::digest);
        Optional<Path> cached = known.flatMap(cache::find);
        try {
            Optional<byte[]> signature = offer.signature().read();
            return stage(
                    cached.isPresent() ? () -> Files.newInputStream(cached.get()) : offer.content(),
                    offer.suffix(),
                    text,
                    known,
                    signature,
                    offer.recorded());
        } catch (IOException e) {
            throw unreachable(text, e);
        }
    }

    /**
     * Stages a file of the cache.
     *
     * @param cached the file
     * @param digest its digest
     * @param text the source, as messages name it
     * @param recorded the source, for the lock
     */
    StagedPlugin stage(Path cached, Digest digest, String text, String recorded) throws InterruptedException {
        try {
            return stage(
                    () -> Files.newInputStream(cached),
                    Suffix.of(cached.toString()).orElseThrow(),
                    text,
                    Optional.of(digest),
                    cache.signature(cached),
                    recorded);
        } catch (IOException e) {
            throw unreachable(text, e);
        }
    }

    private StagedPlugin stage(
            Offer.Content content,
            String suffix,
            String text,
            Optional<Digest> wanted,
            Optional<byte[]> signature,
            String recorded)
            throws IOException, InterruptedException {
        Path temporary = temporary(suffix);
        boolean staged = false;
        try {
            Digest digest;
            try (InputStream in = content.open()) {
                digest = write(in, temporary, text);
            }
            requireSame(text, wanted.orElse(digest), digest);
            PluginFile plugin = look(temporary, text);
            // Its id is what a key may be limited to, so that it had to be looked at before.
            refusal(plugin.id(), LockedPlugin.isFile(recorded) ? LockedPlugin.FILE : text, temporary, signature)
                    .ifPresent(problem -> {
                        throw new PluginException(problem);
                    });
            cache.keep(temporary, digest, suffix, signature);
            staged = true;
            return new StagedPlugin(temporary, suffix, plugin, signature, recorded);
        } finally {
            if (!staged) {
                Files.deleteIfExists(temporary);
            }
        }
    }

    /** Whether a file that is there already may be installed as it is, with what lies beside it. */
    boolean letsIn(LockedPlugin plugin, Path file) throws IOException {
        String source = LockedPlugin.isFile(plugin.source()) ? LockedPlugin.FILE : plugin.source();
        return refusal(plugin.id(), source, file, SignatureFile.read(file)).isEmpty();
    }

    private Optional<Problem> refusal(String id, String source, Path file, Optional<byte[]> signature) {
        return trust.check(id, source, file, signature).refusal();
    }

    private Path temporary(String suffix) {
        try {
            Files.createDirectories(folder);
            return folder.resolve(PREFIX + UUID.randomUUID() + suffix);
        } catch (IOException e) {
            throw InstallFolder.unwritable(folder, e);
        }
    }

    private Digest write(InputStream in, Path file, String text) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        byte[] piece = new byte[PIECE];
        long size = 0;
        try (FileChannel out = open(file)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                size += count;
                if (size > MOST_BYTES) {
                    throw new PluginException(Problem.of("CH-PLUGIN-031", "\"" + text + "\" is not installed")
                            .because("it has more than " + (MOST_BYTES >> 20) + " MB")
                            .remedy("no plugin is as large; see whether it is the right source"));
                }
                sha256.update(piece, 0, count);
                put(out, ByteBuffer.wrap(piece, 0, count));
            }
            // What is moved into place has to be there whole after a power cut, too.
            out.force(true);
        }
        return Digest.of(sha256);
    }

    private FileChannel open(Path file) {
        try {
            return FileChannel.open(file, CREATE_NEW, WRITE);
        } catch (IOException e) {
            throw InstallFolder.unwritable(folder, e);
        }
    }

    private void put(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw InstallFolder.unwritable(folder, e);
        }
    }

    private static PluginFile look(Path file, String text) {
        try {
            return PluginFile.read(file);
        } catch (PluginException e) {
            Problem why = e.problems().get(0);
            String words = why.what() + why.why().map(more -> ": " + more).orElse("");
            throw new PluginException(
                    Problem.of("CH-PLUGIN-031", "\"" + text + "\" is not installed")
                            .because(words.replace(file.toString(), text) + " [" + why.code() + "]")
                            .remedy("get another copy or version of it; nothing of this one was left here"),
                    e);
        }
    }

    private static void requireSame(String text, Digest wanted, Digest found) {
        if (!wanted.equals(found)) {
            throw new PluginException(Problem.of("CH-PLUGIN-032", "\"" + text + "\" is not the file that it has to be")
                    .because("its digest is " + found + ", and has to be " + wanted)
                    .remedy("it was damaged, or changed by somebody: nothing of it was left here;"
                            + " ask whoever publishes it"));
        }
    }

    private static PluginException unreachable(String text, IOException e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while fetching " + text);
        }
        return new PluginException(unreachable(text, String.valueOf(e.getMessage())), e);
    }

    /** The problem of a source that cannot be asked. */
    static Problem unreachable(String text, String why) {
        return Problem.of("CH-PLUGIN-034", "cannot fetch \"" + text + "\"")
                .because(why)
                .remedy("see that it is there and that this machine reaches it;"
                        + " a registry may want \"docker login\" first");
    }
}
