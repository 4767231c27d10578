package dev.chandler.lib.unixhttp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Makes TLS sockets that ask the server for the certificate of one name, whatever host they reach. */
final class NamedSockets extends SSLSocketFactory {

    private final SSLSocketFactory sockets;
    private final String name;

    NamedSockets(SSLSocketFactory sockets, String name) {
        this.sockets = sockets;
        this.name = name;
    }

    /** The one that OkHttp calls, with a socket that is connected. */
    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return sockets.createSocket(connected, name, port, autoClose);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unnamed();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw unnamed();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unnamed();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw unnamed();
    }

    private static IOException unnamed() {
        return new IOException("only a connected socket can be given another name");
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
