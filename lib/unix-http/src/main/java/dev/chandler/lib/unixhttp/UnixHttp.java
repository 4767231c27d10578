package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** HTTP clients for engines: HTTP/1.1, nothing retried, no proxy, no redirect. */
public final class UnixHttp {

    private UnixHttp() {}

    /**
     * A client that reaches one Unix socket, whatever host a URL names.
     *
     * @param socket the socket's path
     * @return a builder; timeouts are OkHttp's defaults until set
     */
    public static OkHttpClient.Builder client(Path socket) {
        return plain().socketFactory(ChannelSocketFactory.unix(socket))
                .dns(host -> List.of(InetAddress.getLoopbackAddress()));
    }

    /**
     * A client that reaches hosts by plain TCP.
     *
     * @return a builder; timeouts are OkHttp's defaults until set
     */
    public static OkHttpClient.Builder tcpClient() {
        return plain().socketFactory(ChannelSocketFactory.tcp());
    }

    /**
     * A client that reaches hosts by TLS.
     *
     * @param files who the server has to be, and who the client is
     * @return a builder; timeouts are OkHttp's defaults until set
     * @throws IOException if one of the files cannot be read or used; the message names it
     */
    public static OkHttpClient.Builder tlsClient(TlsFiles files) throws IOException {
        return tlsClient(files, Optional.empty(), files.trust());
    }

    /**
     * A client that reaches hosts by TLS, whose certificates may be of another name.
     *
     * @param files who the server has to be, and who the client is
     * @param serverName the name that the server is asked for and that its certificate has to have; empty for the URL's host
     * @return a builder; timeouts are OkHttp's defaults until set
     * @throws IOException if one of the files cannot be read or used; the message names it
     */
    public static OkHttpClient.Builder tlsClient(TlsFiles files, Optional<String> serverName) throws IOException {
        return tlsClient(files, serverName, files.trust());
    }

    private static OkHttpClient.Builder tlsClient(TlsFiles files, Optional<String> serverName, X509TrustManager trust)
            throws IOException {
        SSLSocketFactory sockets = files.context(trust).getSocketFactory();
        OkHttpClient.Builder client =
                tcpClient().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).sslSocketFactory(sockets, trust);
        if (serverName.isPresent()) {
            String name = serverName.get();
            HostnameVerifier usual = client.build().hostnameVerifier();
            client.sslSocketFactory(new NamedSockets(sockets, name), trust)
                    .hostnameVerifier((host, session) -> usual.verify(name, session));
        }
        return files.verify() ? client : client.hostnameVerifier((host, session) -> true);
    }

    /**
     * A client that reaches one server by TLS, which is known by its certificate, whatever name it is reached by. The certificate
     * has to be valid still.
     *
     * @param files the server's own certificate as the authority, and who the client is
     * @return a builder; timeouts are OkHttp's defaults until set
     * @throws IOException if one of the files cannot be read or used; the message names it
     */
    public static OkHttpClient.Builder pinnedClient(TlsFiles files) throws IOException {
        return tlsClient(files, Optional.empty(), new TlsFiles.TrustUnexpired(files.trust()))
                .hostnameVerifier((host, session) -> true);
    }

    /**
     * The same, where of the certificate no more than its digest is known.
     *
     * @param files who the client is
     * @param sha256 the SHA-256 of the server's certificate, in hexadecimal, in small letters
     * @return a builder; timeouts are OkHttp's defaults until set
     * @throws IOException if one of the files cannot be read or used; the message names it
     */
    public static OkHttpClient.Builder pinnedClient(TlsFiles files, String sha256) throws IOException {
        return tlsClient(files, Optional.empty(), new PinnedTrust(sha256)).hostnameVerifier((host, session) -> true);
    }

    /**
     * Closes every connection that a client holds, also those in use.
     *
     * @param client the client; of no use afterwards
     */
    public static void close(OkHttpClient client) {
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }

    private static OkHttpClient.Builder plain() {
        return new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                // No TLS context and no trust store: saves some 50 ms of start-up.
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                // A request that was sent may have been carried out: a second one could make a second container.
                .retryOnConnectionFailure(false)
                .followRedirects(false);
    }
}
