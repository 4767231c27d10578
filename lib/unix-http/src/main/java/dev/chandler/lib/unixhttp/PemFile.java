package dev.chandler.lib.unixhttp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys and certificates as text (<a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>).
 *
 * <p>The JDK reads certificates, and of keys PKCS #8 alone; OpenSSL's older forms are that with its frame missing.
 */
final class PemFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] VERSION = HexFormat.of().parseHex("020100");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;

    private PemFile() {}

    static List<X509Certificate> certificates(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .forEach(certificate -> certificates.add((X509Certificate) certificate));
            if (certificates.isEmpty()) {
                throw new IOException("no certificate in " + file);
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new IOException("no certificate in " + file + ": " + e.getMessage(), e);
        }
    }

    static PrivateKey key(Path file) throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (block.find()) {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return key(file, der);
                }
                case "RSA PRIVATE KEY" -> {
                    return key(file, framed(RSA, der));
                }
                case "EC PRIVATE KEY" -> {
                    return key(file, framed(der(SEQUENCE, EC, curve(file, der)), der));
                }
                case "ENCRYPTED PRIVATE KEY" -> throw new IOException("the key in " + file + " is encrypted");
                default -> {
                    // Parameters and certificates may stand in the same file.
                }
            }
        }
        throw new IOException("no private key in " + file);
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // Of another algorithm.
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }
        throw new IOException(
                "the private key in " + file + " is of no known kind (" + String.join(", ", ALGORITHMS) + ")");
    }

    private static byte[] framed(byte[] algorithm, byte[] key) {
        return der(SEQUENCE, VERSION, algorithm, der(OCTETS, key));
    }

    /** The curve's identifier, which stands inside an EC key (RFC 5915, section 3). */
    private static byte[] curve(Path file, byte[] key) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(content(file, ByteBuffer.wrap(key)));
        while (fields.hasRemaining()) {
            int tag = fields.get(fields.position()) & 0xff;
            byte[] content = content(file, fields);
            if (tag == PARAMETERS) {
                return content;
            }
        }
        throw new IOException("the EC key in " + file + " names no curve");
    }

    /** Reads one element, and gives what is in it. */
    private static byte[] content(Path file, ByteBuffer der) throws IOException {
        try {
            der.get();
            int length = der.get() & 0xff;
            if (length > 0x80) {
                int bytes = length - 0x80;
                length = 0;
                for (int i = 0; i < bytes; i++) {
                    length = (length << 8) | (der.get() & 0xff);
                }
            }
            byte[] content = new byte[length];
            der.get(content);
            return content;
        } catch (RuntimeException e) {
            throw new IOException("the key in " + file + " is cut short or broken", e);
        }
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        int length = content.size();
        if (length < 0x80) {
            element.write(length);
        } else if (length < 0x100) {
            element.write(0x81);
            element.write(length);
        } else {
            element.write(0x82);
            element.write(length >> 8);
            element.write(length);
        }
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }
}
