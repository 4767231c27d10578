package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import okhttp3.tls.HeldCertificate;

/** Makes a client that no server knows yet: a key, and a certificate that is signed by nobody else. */
public final class NewIdentity {

    /** As long as the clients of LXD and Incus make theirs last. */
    private static final long DAYS = 3650;

    private NewIdentity() {}

    /**
     * Writes a new key and its certificate as PEM files; the folder is made where it is not there.
     *
     * @param certificate the certificate's file
     * @param key the key's file, which only its owner may read
     * @param name whom the certificate is to name
     * @throws FileAlreadyExistsException if there is a key already, which stays
     * @throws IOException if one of the files cannot be written
     */
    public static void write(Path certificate, Path key, String name) throws IOException {
        HeldCertificate made = new HeldCertificate.Builder()
                .ecdsa256()
                .commonName(name)
                .duration(DAYS, TimeUnit.DAYS)
                .build();
        Files.createDirectories(key.toAbsolutePath().getParent());
        Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(key, made.privateKeyPkcs8Pem(), StandardOpenOption.WRITE);
            Files.writeString(certificate, made.certificatePem());
        } catch (IOException e) {
            // One without the other is of no use, and would be in the way.
            Files.deleteIfExists(key);
            throw e;
        }
    }
}
