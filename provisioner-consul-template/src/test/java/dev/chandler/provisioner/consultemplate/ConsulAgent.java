package dev.chandler.provisioner.consultemplate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** A Consul that is the test's alone, and may be harmed. */
final class ConsulAgent implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final OkHttpClient http = UnixHttp.tcpClient().build();
    private final Process process;
    private final int port;

    private ConsulAgent(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts one that keeps all in memory, and waits until it answers.
     *
     * @param folder for its config and its log
     * @param more further lines of its config, each with a comma at its end
     */
    static ConsulAgent start(Path folder, String more) throws IOException {
        List<Integer> ports = freePorts(3);
        Path config = folder.resolve("consul.json");
        Files.writeString(config, """
                {
                  %s
                  "client_addr": "127.0.0.1",
                  "bind_addr": "127.0.0.1",
                  "ports": {"http": %d, "server": %d, "serf_lan": %d, "serf_wan": -1, "dns": -1, "grpc": -1, "grpc_tls": -1},
                  "disable_update_check": true
                }
                """.formatted(more, ports.get(0), ports.get(1), ports.get(2)));
        Process process = new ProcessBuilder("consul", "agent", "-dev", "-config-file", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("consul.log").toFile())
                .start();
        ConsulAgent agent = new ConsulAgent(process, ports.get(0));
        try {
            agent.awaitLeader();
        } catch (AssertionError e) {
            agent.close();
            throw e;
        }
        return agent;
    }

    /** Ports that are nobody's at this moment. */
    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private void awaitLeader() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!hasLeader()) {
            assertThat(process.isAlive()).as("Consul runs").isTrue();
            assertThat(System.nanoTime()).as("Consul is ready in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private boolean hasLeader() {
        try {
            return call(new Request.Builder().url("http://" + address() + "/v1/status/leader"))
                    .contains(":");
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    private String call(Request.Builder request) throws IOException {
        try (Response response = http.newCall(request.build()).execute()) {
            String text = response.body().string();
            assertThat(response.code()).as(text).isEqualTo(200);
            return text;
        }
    }

    /** Where it is, without a scheme. */
    String address() {
        return "127.0.0.1:" + port;
    }

    void key(String name, byte[] value) throws IOException {
        call(new Request.Builder()
                .url("http://" + address() + "/v1/kv/" + Percent.encode(name))
                .put(RequestBody.create(value)));
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    @Override
    public void close() {
        UnixHttp.close(http);
        process.destroyForcibly();
        assertThat(process.onExit()).succeedsWithin(PATIENCE);
    }
}
