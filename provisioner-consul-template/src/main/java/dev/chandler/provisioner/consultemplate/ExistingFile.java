package dev.chandler.provisioner.consultemplate;

import dev.chandler.api.provision.Communicator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A plain file that is in an instance. Immutable. */
final class ExistingFile {

    private static final int PERMISSIONS = 07777;

    private final int mode;
    private final int uid;
    private final int gid;
    private final byte[] content;

    private ExistingFile(int mode, int uid, int gid, byte[] content) {
        this.mode = mode;
        this.uid = uid;
        this.gid = gid;
        this.content = content;
    }

    /** Looks for one; a link or a folder is none. */
    static Optional<ExistingFile> at(String path, Communicator communicator) throws InterruptedException {
        Optional<InputStream> stream = communicator.get(path);
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream.get(), "UTF-8")) {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null || !entry.isFile() || entry.isSymbolicLink() || entry.isLink()) {
                return Optional.empty();
            }
            return Optional.of(new ExistingFile(
                    entry.getMode() & PERMISSIONS,
                    (int) entry.getLongUserId(),
                    (int) entry.getLongGroupId(),
                    tar.readAllBytes()));
        } catch (IOException e) {
            throw FileTrouble.of("cannot read \"" + path + "\" of the instance", e);
        }
    }

    int mode() {
        return mode;
    }

    int uid() {
        return uid;
    }

    int gid() {
        return gid;
    }

    byte[] content() {
        return content.clone();
    }
}
