package dev.chandler.cli.install;

import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.trust.SignatureFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of the user's.
 *
 * @param text as it was written
 * @param file absolute
 * @param recorded its path in the project; {@link LockedPlugin#FILE} where it is outside of it
 */
record LocalFile(String text, Path file, String recorded) implements PluginSource {

    @Override
    public boolean gave(LockedPlugin plugin) {
        return plugin.source().equals(recorded) && !recorded.equals(LockedPlugin.FILE);
    }

    @Override
    public String recorded(String version) {
        return recorded;
    }

    @Override
    public boolean worksOffline() {
        return true;
    }

    @Override
    public Offer offer() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file \"" + file + "\"");
        }
        return new Offer(
                recorded,
                Suffix.of(file.toString()).orElseThrow(() -> new IOException("its name ends in neither .jar nor .zip")),
                Optional.empty(),
                () -> Files.newInputStream(file),
                this::signature,
                () -> {});
    }

    private Optional<byte[]> signature() throws IOException {
        Path beside = SignatureFile.of(file);
        if (!Files.isRegularFile(beside)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(beside)) {
            return Optional.of(in.readNBytes(Offer.SIGNATURE_BYTES));
        }
    }
}
