package dev.chandler.provisioner.consultemplate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An HTTP request without its body, which none of those has that are answered here.
 *
 * @param method such as GET
 * @param target path and query
 * @param hasBody whether more follows than headers
 */
record RelayRequest(String method, String target, boolean hasBody) {

    private static final int MAX_BYTES = 64 << 10;

    private static final Pattern VERSION = Pattern.compile("HTTP/1\\.[01]");

    private static final Pattern BODY = Pattern.compile(
            "\\s*(content-length\\s*:\\s*0*[^0\\s]|transfer-encoding\\s*:).*", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a request with all of its headers; empty if none came.
     *
     * @throws ProtocolException if it is none, or longer than anything that templates ask for
     */
    static Optional<RelayRequest> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            if (head.size() > MAX_BYTES) {
                throw new ProtocolException("a request of more than " + MAX_BYTES + " bytes");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return Optional.of(parse(head.toString(StandardCharsets.ISO_8859_1).split("\r?\n")));
    }

    private static RelayRequest parse(String[] lines) throws ProtocolException {
        String[] words = lines.length == 0 ? new String[0] : lines[0].split(" ", -1);
        if (words.length != 3 || !VERSION.matcher(words[2]).matches()) {
            throw new ProtocolException("a request that is not HTTP");
        }
        boolean body =
                Arrays.stream(lines).skip(1).anyMatch(each -> BODY.matcher(each).matches());
        return new RelayRequest(words[0], words[1], body);
    }
}
