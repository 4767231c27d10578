package dev.chandler.lib.registry;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;

/**
 * What somebody who pulls puts up with.
 *
 * @param insecure hosts that may speak plain HTTP though they are other machines, each with or without a port
 * @param silence how long a server may say nothing
 * @param longest how long one answer may take, with its content; zero for as long as it takes
 */
public record PullTerms(Set<String> insecure, Duration silence, Duration longest) {

    /** Case says nothing in the name of a host. */
    public PullTerms {
        insecure = insecure.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether an address may be asked: what comes over plain HTTP may be anybody's.
     *
     * @param url the address
     * @return whether it is HTTPS, on this machine, or one of the hosts that may speak plain HTTP
     */
    public boolean allow(HttpUrl url) {
        String host = url.host();
        String written = host.contains(":") ? "[" + host + "]" : host;
        return url.isHttps()
                || ImagePlace.isLoopback(host)
                || insecure.contains(host)
                || insecure.contains(written)
                || insecure.contains(written + ":" + url.port());
    }
}
