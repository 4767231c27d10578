package dev.chandler.provisioner.exec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the proxy for an address, as curl and its like do.
 *
 * @param env where {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy} are, in either case
 */
record Proxies(Map<String, String> env) {

    private static final int HTTP_PORT = 80;
    private static final int SOCKS_PORT = 1080;

    Proxy of(URI target) throws IOException {
        String scheme = target.getScheme().toLowerCase(Locale.ROOT);
        Optional<String> proxy = value(scheme + "_proxy").or(() -> value("all_proxy"));
        return proxy.isEmpty() || isExcluded(target) ? Proxy.NO_PROXY : parse(proxy.get());
    }

    private Optional<String> value(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(each -> env.getOrDefault(each, ""))
                .filter(each -> !each.isEmpty())
                .findFirst();
    }

    private boolean isExcluded(URI target) {
        String host = target.getHost().toLowerCase(Locale.ROOT);
        return value("no_proxy").stream()
                .flatMap(list -> Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .anyMatch(entry -> isExcluded(host, entry));
    }

    private static boolean isExcluded(String host, String entry) {
        String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
        boolean within = host.equals(domain) || host.endsWith("." + domain);
        return entry.equals("*") || (within && !domain.isEmpty());
    }

    private static Proxy parse(String text) throws IOException {
        URI uri = uri(text.contains("://") ? text : "http://" + text);
        boolean socks = uri.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
        int port = uri.getPort() >= 0 ? uri.getPort() : socks ? SOCKS_PORT : HTTP_PORT;
        return new Proxy(socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port));
    }

    private static URI uri(String text) throws IOException {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // It may hold a password, so that it is not repeated.
            throw new IOException("the environment names a proxy whose address cannot be read", e);
        }
        throw new IOException("the environment names a proxy without a host");
    }
}
