package dev.chandler.provisioner.exec;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.ProvisionException;
import dev.chandler.lib.files.FileTree;
import dev.chandler.lib.files.FileTreeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What was behind an address, in a file of the user's own that goes when this is closed.
 *
 * <p>It has to be here as a whole before any of it reaches an instance, for only then is it known whether it is what was
 * asked for.
 */
final class Download implements FetchSource.Fetched {

    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 60_000;
    private static final int REDIRECTS = 10;
    private static final Set<Integer> REDIRECT = Set.of(301, 302, 303, 307, 308);

    private final Path file;
    private final FileTree tree;
    private final Digest digest;

    private Download(Path file, FileTree tree, Digest digest) {
        this.file = file;
        this.tree = tree;
        this.digest = digest;
    }

    /**
     * Loads it.
     *
     * @throws IOException if it cannot be had
     * @throws InterruptedException if cancelled; the connection may then stay for a minute, on a thread of its own, since
     *     nothing ends Java's reading from it
     */
    static Download of(URI from, Proxies proxies) throws IOException, InterruptedException {
        Path file = Files.createTempFile("chandler-fetch", "");
        try {
            Digest digest = load(from, proxies, Files.newOutputStream(file));
            return new Download(file, FileTree.scan(file, List.of()), digest);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Digest load(URI from, Proxies proxies, OutputStream out) throws IOException, InterruptedException {
        FutureTask<Digest> loading = new FutureTask<>(() -> {
            try (OutputStream closed = out) {
                return copy(from, proxies, closed);
            }
        });
        Thread thread = new Thread(loading, "chandler-fetch");
        thread.setDaemon(true);
        thread.start();
        try {
            return loading.get();
        } catch (InterruptedException e) {
            loading.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                // A proxy's port that is none.
                throw new IOException(wrong.getMessage(), wrong);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Digest copy(URI from, Proxies proxies, OutputStream out) throws IOException {
        HttpURLConnection connection = answered(from, proxies);
        MessageDigest sha256 = Digest.sha256();
        try (InputStream body = connection.getInputStream()) {
            long wanted = connection.getContentLengthLong();
            long came = body.transferTo(new DigestOutputStream(out, sha256));
            if (wanted >= 0 && came != wanted) {
                throw new IOException("it ended after " + came + " of " + wanted + " bytes");
            }
            return Digest.of(sha256);
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection answered(URI from, Proxies proxies) throws IOException {
        URI at = from;
        for (int i = 0; i <= REDIRECTS; i++) {
            HttpURLConnection connection = open(at, proxies);
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return connection;
            }
            String message = connection.getResponseMessage();
            String location = connection.getHeaderField("Location");
            connection.disconnect();
            if (!REDIRECT.contains(status) || location == null) {
                throw new IOException("the answer is HTTP " + status + (message == null ? "" : " " + message));
            }
            at = redirected(at, location);
        }
        throw new IOException("it was sent on more than " + REDIRECTS + " times");
    }

    private static URI redirected(URI from, String location) throws IOException {
        try {
            URI to = from.resolve(location);
            if (to.getPort() > UrlSource.LAST_PORT) {
                throw new IOException("it was sent on to a port that is none");
            }
            if (to.getHost() != null && ("http".equals(to.getScheme()) || "https".equals(to.getScheme()))) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("it was sent on to what is no address", e);
        }
        throw new IOException("it was sent on to what is neither http:// nor https://");
    }

    private static HttpURLConnection open(URI at, Proxies proxies) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection(proxies.of(at));
        // Its own following stops where http becomes https.
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(SILENCE_MILLIS);
        connection.setRequestProperty("User-Agent", "chandler");
        connection.setRequestProperty("Accept-Encoding", "identity");
        // A connection that is kept has a thread that outlives the step.
        connection.setRequestProperty("Connection", "close");
        return connection;
    }

    @Override
    public FileTree tree() {
        return tree;
    }

    @Override
    public Digest digest() {
        return digest;
    }

    @Override
    public ProvisionException failed(FileTreeException cause) {
        return new ProvisionException(cause.problem(), cause);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
