package dev.chandler.cli.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.cli.Captured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two teams share a module by real registries: one that takes everything, and one that wants a login. */
@Timeout(120)
class ModuleRegistryIT {

    @TempDir
    Path root;

    private final String name = "/chandler-it/" + UUID.randomUUID() + "/nginx";
    private Path author;
    private Path user;
    private Path module;

    @BeforeEach
    void write() throws IOException {
        author = Files.createDirectories(root.resolve("author"));
        user = Files.createDirectories(root.resolve("user"));
        module = author.resolve("nginx");
    }

    private static String variable(String name) {
        return requireNonNull(System.getenv(name), "this test needs testbed/up; eval \"$(testbed/env)\"");
    }

    private static Captured run(Path folder, String... args) {
        return Captured.run(
                folder, Stream.concat(Stream.of("module"), Arrays.stream(args)).toArray(String[]::new));
    }

    private Captured push(String registry, String version) throws IOException {
        ModuleText.write(module, "web/nginx", version, "");
        return run(module, "push", registry + name);
    }

    @Test
    void whatOneTeamPushesAnotherHasByItsRange() throws IOException {
        String registry = variable("CHANDLER_TESTBED_REGISTRY");
        for (String version : new String[] {"1.2.0", "1.3.0", "2.0.0"}) {
            Captured pushed = push(registry, version);
            assertThat(pushed.err()).isEmpty();
            assertThat(pushed.out()).startsWith("pushed " + registry + name + ":" + version + "\n  digest sha256:");
        }

        Captured pulled = run(user, "pull", registry + name + "@^1.2", "--to", "nginx");

        assertThat(pulled.err()).isEmpty();
        assertThat(pulled.out()).startsWith("web/nginx 1.3.0 sha256:");
        assertThat(user.resolve("nginx/files/motd")).hasContent("motd of 1.3.0\n");
        assertThat(run(user, "info", registry + name, "--json").out()).contains("\"version\": \"2.0.0\"");
    }

    @Test
    void aVersionIsNotReplacedUnlessThatIsAskedFor() throws IOException {
        String registry = variable("CHANDLER_TESTBED_REGISTRY");
        push(registry, "1.2.0");
        assertThat(push(registry, "1.2.0").out()).startsWith("is there already: ");
        Files.writeString(module.resolve("files/motd"), "another");

        Captured refused = run(module, "push", registry + name);

        assertThat(refused.err()).contains("[CH-MODULE-055]");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(run(module, "push", registry + name, "--force").err()).isEmpty();
    }

    @Test
    void aRegistryThatWantsALoginIsShownDockers() throws Exception {
        int port = freePort();
        Process process = strict(port);
        try {
            String registry = "127.0.0.1:" + port;
            assertThat(push(registry, "1.2.0").err())
                    .contains("[CH-MODULE-044]")
                    .contains("docker login");

            login(module, registry, variable("CHANDLER_TESTBED_REGISTRY_LOGIN"));
            assertThat(push(registry, "1.2.0").err()).isEmpty();

            assertThat(run(user, "pull", registry + name).code()).isEqualTo(3);
            login(user, registry, "somebody:wrong");
            assertThat(run(user, "pull", registry + name).err()).contains("[CH-MODULE-044]");
            login(user, registry, variable("CHANDLER_TESTBED_REGISTRY_LOGIN"));
            assertThat(run(user, "pull", registry + name + "@1.2.0").err()).isEmpty();
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
        }
        assertThat(run(user, "pull", "127.0.0.1:" + port + name, "--offline").out())
                .startsWith("web/nginx 1.2.0 ");
        assertThat(run(user, "pull", "127.0.0.1:" + port + name).err()).contains("[CH-MODULE-044]");
    }

    private static void login(Path home, String registry, String login) throws IOException {
        String auth = Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
        Files.createDirectories(home.resolve(".docker"));
        Files.writeString(
                home.resolve(".docker/config.json"), "{\"auths\":{\"" + registry + "\":{\"auth\":\"" + auth + "\"}}}");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The testbed's own has a certificate that only Docker daemons know; this one has its users. */
    private Process strict(int port) throws IOException {
        Path registries =
                Path.of(variable("CHANDLER_TESTBED_REGISTRY_CERTIFICATE")).getParent();
        Path config = Files.writeString(
                root.resolve("config.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                auth: {htpasswd: {realm: it, path: %s}}
                """.formatted(root.resolve("data"), port, registries.resolve("htpasswd")));
        Process process = new ProcessBuilder(
                        registries
                                .resolve("../registry/package/usr/bin/docker-registry")
                                .toString(),
                        "serve",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("registry.log").toFile())
                .start();
        while (process.isAlive() && !answers(port)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        assertThat(process.isAlive())
                .as(() -> "see " + root.resolve("registry.log"))
                .isTrue();
        return process;
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
