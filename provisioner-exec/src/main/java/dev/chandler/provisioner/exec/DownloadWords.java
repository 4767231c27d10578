package dev.chandler.provisioner.exec;

import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says why a download failed, where Java's own words are too few. */
final class DownloadWords {

    private DownloadWords() {}

    static String of(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnknownHostException) {
            return "unknown host: " + message;
        }
        if (e instanceof SSLException) {
            return "TLS: " + message;
        }
        return message;
    }
}
