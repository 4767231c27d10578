package dev.chandler.core.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** The file with a signature: {@code FILE.sig} beside the file, base64 of 64 bytes. */
public final class SignatureFile {

    /** What is added to the name of what is signed. */
    public static final String ENDING = ".sig";

    /** Many times what a signature takes, with line breaks wherever one likes. */
    private static final int LIMIT_BYTES = 1 << 10;

    private static final int SIGNATURE_BYTES = 64;

    private SignatureFile() {}

    /**
     * Where the signature of a file is.
     *
     * @param signed the file
     * @return a path beside it
     */
    public static Path of(Path signed) {
        return signed.resolveSibling(signed.getFileName() + ENDING);
    }

    /**
     * Reads the signature of a file.
     *
     * @param signed the file
     * @return what is in the file beside it, as it is; empty where there is none
     * @throws IOException if it is there and can't be read
     */
    public static Optional<byte[]> read(Path signed) throws IOException {
        Path file = of(signed);
        // A link that leads nowhere is no way to say that there is none.
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            // Reading a pipe waits for somebody to write to it.
            throw UnfitFileException.noFile();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(in.readNBytes(LIMIT_BYTES + 1));
        }
    }

    /** The signature itself, where what the file has is one. */
    static Optional<byte[]> decode(byte[] content) {
        if (content.length > LIMIT_BYTES) {
            return Optional.empty();
        }
        try {
            String text = new String(content, StandardCharsets.US_ASCII).replaceAll("\\s", "");
            return Optional.of(Base64.getDecoder().decode(text)).filter(bytes -> bytes.length == SIGNATURE_BYTES);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
