package dev.chandler.provisioner.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxiesTest {

    @Test
    void eachKindOfAddressHasItsProxy() throws IOException {
        Map<String, String> env =
                Map.of("HTTP_PROXY", "http://127.0.0.1:1", "https_proxy", "127.0.0.1:2", "ALL_PROXY", "127.0.0.1:3");

        assertThat(of(env, "http://a.example/")).isEqualTo(http(1));
        assertThat(of(env, "https://a.example/")).isEqualTo(http(2));
        assertThat(of(Map.of("all_proxy", "127.0.0.1:3"), "https://a.example/")).isEqualTo(http(3));
        assertThat(of(Map.of(), "http://a.example/")).isEqualTo(Proxy.NO_PROXY);
        assertThat(of(Map.of("http_proxy", ""), "http://a.example/")).isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void theSmallOneWins() throws IOException {
        assertThat(of(Map.of("HTTP_PROXY", "127.0.0.1:1", "http_proxy", "127.0.0.1:2"), "http://a.example/"))
                .isEqualTo(http(2));
    }

    @Test
    void hostsAndDomainsAreExcluded() throws IOException {
        Map<String, String> env =
                Map.of("http_proxy", "127.0.0.1:1", "NO_PROXY", "localhost, .example.org,*.example.net,b.example:8080");

        assertThat(of(env, "http://localhost:5000/")).isEqualTo(Proxy.NO_PROXY);
        assertThat(of(env, "http://a.Example.org/")).isEqualTo(Proxy.NO_PROXY);
        assertThat(of(env, "http://a.example.net/")).isEqualTo(Proxy.NO_PROXY);
        assertThat(of(env, "http://b.example/")).isEqualTo(Proxy.NO_PROXY);
        assertThat(of(env, "http://notexample.org/")).isEqualTo(http(1));
        assertThat(of(Map.of("http_proxy", "127.0.0.1:1", "no_proxy", "*"), "http://a/"))
                .isEqualTo(Proxy.NO_PROXY);
    }

    @Test
    void socksIsAnotherKind() throws IOException {
        assertThat(of(Map.of("all_proxy", "socks5h://127.0.0.1"), "http://a/"))
                .isEqualTo(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1080)));
    }

    @Test
    void whatCannotBeReadIsNotRepeated() {
        assertThatThrownBy(() -> of(Map.of("http_proxy", "http://me:secret word@host"), "http://a/"))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
    }

    private static Proxy of(Map<String, String> env, String target) throws IOException {
        return new Proxies(env).of(URI.create(target));
    }

    private static Proxy http(int port) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
