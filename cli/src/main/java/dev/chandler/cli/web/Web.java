package dev.chandler.cli.web;

import dev.chandler.lib.registry.PullTerms;
import dev.chandler.lib.unixhttp.TlsFiles;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Gets files over HTTPS, and over plain HTTP where that was allowed. Whoever makes it closes it. Not thread-safe. */
public final class Web implements AutoCloseable {

    private static final int REDIRECTS = 10;
    private static final int OK = 200;

    /** A store of files that does not list them says 403 of those that it lacks. */
    private static final Set<Integer> NOTHING_THERE = Set.of(403, 404, 410);

    private final PullTerms terms;
    private @Nullable OkHttpClient plain;
    private @Nullable OkHttpClient secure;

    /**
     * Makes one.
     *
     * @param insecure hosts that may speak plain HTTP, each with or without a port
     * @param silence how long a server may say nothing
     * @param longest how long one file may take
     */
    public Web(Set<String> insecure, Duration silence, Duration longest) {
        this.terms = new PullTerms(insecure, silence, longest);
    }

    /** That there is nothing at an address. */
    public static final class NothingThere extends IOException {

        private static final long serialVersionUID = 1;

        NothingThere(String words) {
            super(words);
        }
    }

    /**
     * Gets a file.
     *
     * @param url its address
     * @return its content, which the caller closes
     * @throws NothingThere if there is none
     * @throws IOException if it cannot be had
     */
    public InputStream open(HttpUrl url) throws IOException {
        HttpUrl at = url;
        for (int i = 0; i <= REDIRECTS; i++) {
            requireAllowed(at);
            Response response = client(at)
                    .newCall(new Request.Builder()
                            .url(at)
                            .header("User-Agent", "chandler")
                            .header("Accept-Encoding", "identity")
                            .build())
                    .execute();
            if (response.code() == OK) {
                return response.body().byteStream();
            }
            try (response) {
                at = next(response, at);
            }
        }
        throw new IOException("it was sent on more than " + REDIRECTS + " times");
    }

    /** Where an answer that is no file sends one. */
    private static HttpUrl next(Response response, HttpUrl at) throws IOException {
        if (NOTHING_THERE.contains(response.code())) {
            throw new NothingThere("there is nothing at " + at + ": HTTP " + response.code());
        }
        String location = response.header("Location", "");
        HttpUrl to = response.isRedirect() && location != null ? at.resolve(location) : null;
        if (to == null) {
            throw new IOException(at + " answers HTTP " + response.code());
        }
        if (at.isHttps() && !to.isHttps()) {
            throw new IOException(at + " sends on to plain HTTP, " + to);
        }
        return to;
    }

    /**
     * Gets a small file.
     *
     * @param url its address
     * @param limitBytes the most that it may have
     * @return all of it
     * @throws NothingThere if there is none
     * @throws IOException if it cannot be had, or has more
     */
    public byte[] small(HttpUrl url, int limitBytes) throws IOException {
        try (InputStream in = open(url)) {
            byte[] content = in.readNBytes(limitBytes + 1);
            if (content.length > limitBytes) {
                throw new IOException(url + " has more than " + limitBytes + " bytes");
            }
            return content;
        }
    }

    /**
     * Whether an address may be asked: what comes over plain HTTP may be anybody's.
     *
     * @param url the address
     * @return whether it is HTTPS, on this machine, or one of the hosts that may speak plain HTTP
     */
    public boolean allows(HttpUrl url) {
        return terms.allow(url);
    }

    private void requireAllowed(HttpUrl url) throws IOException {
        if (!allows(url)) {
            throw new IOException(url + " is plain HTTP, where anybody on the way may change what comes; --insecure "
                    + url.host() + " allows it");
        }
    }

    /**
     * The same for what comes from a registry.
     *
     * @return who may be asked, and for how long
     */
    public PullTerms terms() {
        return terms;
    }

    private OkHttpClient client(HttpUrl url) throws IOException {
        if (url.isHttps()) {
            OkHttpClient made = secure == null ? client(UnixHttp.tlsClient(TlsFiles.none(true))) : secure;
            secure = made;
            return made;
        }
        OkHttpClient made = plain == null ? client(UnixHttp.tcpClient()) : plain;
        plain = made;
        return made;
    }

    private OkHttpClient client(OkHttpClient.Builder client) {
        return client.connectTimeout(terms.silence())
                .readTimeout(terms.silence())
                .writeTimeout(terms.silence())
                .callTimeout(terms.longest())
                // It only reads: where a connection that was kept turns out to be closed, a new one is as good.
                .retryOnConnectionFailure(true)
                .build();
    }

    @Override
    public void close() {
        if (plain != null) {
            UnixHttp.close(plain);
        }
        if (secure != null) {
            UnixHttp.close(secure);
        }
    }
}
