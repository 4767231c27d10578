package dev.chandler.provisioner.consultemplate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first line of an HTTP request; its headers change nothing here.
 *
 * @param method such as GET
 * @param target path and query
 */
record RelayRequest(String method, String target) {

    private static final int MAX_BYTES = 64 << 10;

    /** Reads a request with all of its headers; empty if none came. */
    static Optional<RelayRequest> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            if (head.size() > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes of headers");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        String[] words =
                head.toString(StandardCharsets.ISO_8859_1).split("\r?\n", 2)[0].split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not HTTP");
        }
        return Optional.of(new RelayRequest(words[0], words[1]));
    }
}
