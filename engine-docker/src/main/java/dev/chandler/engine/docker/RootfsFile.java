package dev.chandler.engine.docker;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;

/** An archive of a root file system on the client. */
final class RootfsFile {

    private static final int BUFFER = 1 << 16;

    private RootfsFile() {}

    static Digest digest(BaseReference.Rootfs rootfs) throws InterruptedException {
        try (InputStream in = Files.newInputStream(rootfs.file())) {
            MessageDigest sum = Digest.sha256();
            byte[] buffer = new byte[BUFFER];
            for (int count; (count = in.read(buffer)) >= 0; ) {
                sum.update(buffer, 0, count);
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while reading " + rootfs.file());
                }
            }
            return Digest.of(sum);
        } catch (IOException e) {
            throw DockerProblems.baseFile(rootfs, rootfs.file() + ": " + words(e));
        }
    }

    /** The JDK's messages of these name the file and nothing else. */
    static String words(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage());
    }
}
