package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chandler.api.problem.ChandlerException;
import dev.chandler.api.problem.Problem;
import dev.chandler.testkit.LeakCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who is no consul-template asks at the socket. */
@ExtendWith(LeakCheck.class)
@Timeout(60)
class RelayTest {

    private static final String GOOD = "GET /v1/kv/app/port HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d+) -\r\n");

    @TempDir
    private Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Readings readings = new Readings();
    private Path socket;
    private Relay relay;

    @BeforeEach
    void open() throws IOException {
        socket = folder.resolve("s");
        relay = Relay.open(socket, new Asked(asked), Allowed.only(List.of("app/", "service web")), readings);
    }

    /** Has every key, and remembers who was asked for. */
    private record Asked(List<String> asked) implements ConsulSource {

        @Override
        public ConsulAnswer ask(ConsulRequest request) {
            asked.add(request.target());
            return ConsulAnswer.json(
                    request.parameter("keys").isPresent()
                            ? "[\"app/port\"]"
                            : "[{\"Key\": \"app/port\", \"Value\": \"ODA4MA==\"}]");
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private SocketChannel connected() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private static void send(SocketChannel connection, String request) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    /** All that comes until the relay hangs up, which it may do with something of ours unread. */
    private static String rest(SocketChannel connection) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            Channels.newInputStream(connection).transferTo(all);
        } catch (IOException e) {
            // Reset: nothing more comes.
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static List<String> statuses(String answers) {
        return STATUS.matcher(answers).results().map(each -> each.group(1)).toList();
    }

    /** What is answered to somebody who sends this and nothing more. */
    private List<String> statusesOf(String requests) throws IOException {
        try (SocketChannel connection = connected()) {
            send(connection, requests);
            connection.shutdownOutput();
            return statuses(rest(connection));
        }
    }

    /** What hangs up by itself after it has refused. */
    private void assertRefused(String requests, String status) throws IOException {
        try (SocketChannel connection = connected()) {
            try {
                send(connection, requests);
            } catch (IOException e) {
                // It has heard enough.
            }
            assertThat(statuses(rest(connection))).containsExactly(status);
        }
        assertThat(asked).isEmpty();
        assertThat(codes()).containsExactly("CH-CONSUL-017");
    }

    private List<String> codes() {
        return readings.failure().map(ChandlerException::problems).orElse(List.of()).stream()
                .map(Problem::code)
                .toList();
    }

    @Test
    void whatIsAllowedIsAnsweredAsOftenAsItIsAsked() throws IOException {
        assertThat(statusesOf(GOOD + GOOD + GOOD)).containsExactly("200", "200", "200");
        assertThat(asked).hasSize(3);
        assertThat(codes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get"})
    void nothingButGetIsAnswered(String method) throws IOException {
        assertRefused(method + " /v1/kv/app/port HTTP/1.1\r\nHost: x\r\n\r\n", "403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/kv/other",
                "/v1/kv/app",
                "/v1/kv/app?recurse",
                "/v1/kv/?recurse",
                "/v1/kv/ap?recurse=&stale=",
                "/v1/kv?keys",
                "/v1/kv/?keys&separator=/",
                "/v1/kv/app/../other",
                "/v1/kv/app/./../other",
                "/v1/kv/app/%2e%2e/other",
                "/v1/kv/app/.%2E/other",
                "/v1/kv/app/..%2fother",
                "/v1/kv/app%2f..%2fother",
                "/v1/kv//app/port",
                "//v1/kv/app/port",
                "/v1//kv/app/port",
                "/V1/KV/app/port",
                "v1/kv/app/port",
                "http://127.0.0.1:8500/v1/kv/app/port",
                "http:/v1/kv/app/port",
                "*",
                "",
                "/v1/kv/app\\port",
                "/v1/kv/app/port?token=anonymous",
                "/v1/kv/app/port?raw",
                "/v1/kv/app/port?%72aw=1",
                "/v1/health/service/web/../../kv/other",
                "/v1/health/service/web2",
                "/v1/agent/self",
                "/v1/acl/tokens",
                "/v1/txn",
            })
    void noTrickLeadsElsewhere(String target) throws IOException {
        assertRefused("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n", "403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 43",
                "content-length:43",
                "Content-Length : 43",
                "Content-Length: 0\r\nContent-Length: 43",
                "Transfer-Encoding: chunked",
                "Transfer-Encoding: xchunked\r\nContent-Length: 0",
                " Transfer-Encoding: chunked",
            })
    void aRequestWithABodyIsRefusedAndNothingBehindItIsRead(String header) throws IOException {
        assertRefused("GET /v1/kv/app/port HTTP/1.1\r\n" + header + "\r\n\r\n" + GOOD + GOOD, "403");
    }

    @Test
    void anEmptyBodyIsNone() throws IOException {
        assertThat(statusesOf("GET /v1/kv/app/port HTTP/1.1\r\nContent-Length: 0\r\n\r\n" + GOOD))
                .containsExactly("200", "200");
    }

    @Test
    void nothingBehindARefusedRequestIsAnswered() throws IOException {
        assertThat(statusesOf(GOOD + GOOD.replace("app", "other") + GOOD)).containsExactly("200", "403");
        assertThat(asked).containsExactly("/v1/kv/app/port");
        assertThat(codes()).containsExactly("CH-CONSUL-017");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/kv/app/port\r\n\r\n",
                "GET /v1/kv/app/port HTTP/2\r\n\r\n",
                "GET /v1/kv/app/port HTTP/1.1 x\r\n\r\n",
                "GET\t/v1/kv/app/port\tHTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\n\n",
            })
    void whatIsNotHttpIsRefused(String bytes) throws IOException {
        assertRefused(bytes, "400");
    }

    @Test
    void aRequestLineWithoutEndIsRefusedSoon() throws IOException {
        assertRefused("GET /v1/kv/app/" + "a".repeat(8 << 20), "400");
    }

    @Test
    void headersWithoutEndAreRefusedSoon() throws IOException {
        assertRefused("GET /v1/kv/app/port HTTP/1.1\r\n" + "X: y\r\n".repeat(1 << 20), "400");
    }

    @Test
    void whoHangsUpInTheMiddleGetsNothing() throws IOException {
        assertThat(statusesOf("GET /v1/kv/app/port HTTP/1.1\r\nHost: x\r\n")).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void keysAloneMayBeAskedFor() throws IOException {
        assertThat(statusesOf("GET /v1/kv/app/?keys HTTP/1.1\r\n\r\n")).containsExactly("200");
        assertThat(readings.values()).isEmpty();
        assertThat(codes()).isEmpty();
    }

    @Test
    void aThousandConnectionsAreAnswered() throws IOException {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                connections.add(connected());
                send(connections.get(i), GOOD);
            }
            for (SocketChannel connection : connections) {
                connection.shutdownOutput();
                assertThat(statuses(rest(connection))).containsExactly("200");
            }
        } finally {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void moreThanItHasRoomForWaitUntilSomebodyGoes() throws Exception {
        List<SocketChannel> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 1024; i++) {
                connections.add(connected());
                send(connections.get(i), GOOD);
            }
            while (asked.size() < 1024) {
                Thread.onSpinWait();
            }
            connections.add(connected());
            send(connections.get(1024), GOOD);
            connections.get(1024).shutdownOutput();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(each -> each.getName().equals("chandler-relay"))
                    .hasSizeLessThanOrEqualTo(1025);

            connections.get(0).close();

            assertThat(statuses(rest(connections.get(1024)))).containsExactly("200");
        } finally {
            for (SocketChannel connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void onceClosedItAnswersNobody() throws IOException {
        try (SocketChannel before = connected()) {
            send(before, "GET /v1/kv/app/port HTTP/1.1\r\n");
            relay.close();

            try {
                send(before, "\r\n");
            } catch (IOException e) {
                // It has hung up.
            }
            assertThat(rest(before)).isEmpty();
        }
        assertThatThrownBy(this::connected).isInstanceOf(IOException.class);
        assertThat(asked).isEmpty();
    }
}
