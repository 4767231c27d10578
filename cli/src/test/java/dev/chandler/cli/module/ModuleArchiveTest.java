package dev.chandler.cli.module;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import dev.chandler.lib.oci.tar.TarHeader;
import dev.chandler.lib.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Modules as archives on a web server. */
@Timeout(60)
class ModuleArchiveTest {

    @TempDir
    Path root;

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private HttpServer server;
    private Path team;
    private byte[] tar = {};
    private String digest = "";

    @BeforeEach
    void serve() throws IOException {
        team = Files.createDirectories(root.resolve("team"));
        Path module = ModuleText.write(root.resolve("nginx"), "web/nginx", "1.2.0", "");
        digest = Captured.run(module, "module", "pack").out().replaceFirst("  .*\n", "");
        tar = Files.readAllBytes(module.resolve("nginx-1.2.0.tar"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath());
        try (exchange) {
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
            }
        }
    }

    /** Puts a file there, and gives its reference. */
    private String put(String path, byte[] content) {
        files.put(path, content);
        return "http://127.0.0.1:" + server.getAddress().getPort() + path + "#" + Digest.of(content);
    }

    private Captured run(String... args) {
        return Captured.run(
                team, Stream.concat(Stream.of("module"), Arrays.stream(args)).toArray(String[]::new));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void fails(Captured run, String code, String words) {
        assertThat(run.err()).contains("[" + code + "]").contains(words);
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anArchiveIsTheSameModuleCompressedOrNot() throws IOException {
        String expected = "web/nginx 1.2.0 " + digest + "\n";

        assertThat(run("pull", put("/nginx.tar", tar)).out()).isEqualTo(expected);
        assertThat(run("pull", put("/nginx.tar.gz", gzip(tar))).out()).isEqualTo(expected);
    }

    @Test
    void whatWasFetchedOnceIsNotAskedForAgain() {
        String reference = put("/nginx.tar", tar);
        run("pull", reference);
        server.stop(0);

        assertThat(run("pull", reference).err()).isEmpty();
        assertThat(run("pull", reference, "--offline").err()).isEmpty();
    }

    @Test
    void withoutADigestItIsNoReference() {
        Captured run = run("pull", put("/nginx.tar", tar).replaceFirst("#.*", ""));

        assertThat(run.err()).contains("[CH-MODULE-020]").doesNotContain("command line");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void aFileThatIsAnotherIsRefused() {
        String reference = put("/nginx.tar", tar);
        files.put("/nginx.tar", "another".getBytes(UTF_8));

        fails(run("pull", reference), "CH-MODULE-043", Digest.of("another").toString());
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        String reference = put("/nginx.tar", tar);
        files.clear();

        fails(run("pull", reference), "CH-MODULE-045", "HTTP 404");
        fails(run("pull", reference, "--offline"), "CH-MODULE-047", "--offline");
    }

    @Test
    void aNameThatLeadsOutIsRefusedAndNothingIsWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        writer.file(TarHeader.file("module.yml", 1), "x".getBytes(UTF_8));
        writer.file(TarHeader.file("../../../../../../team/owned", 1), "x".getBytes(UTF_8));
        writer.finish();

        fails(run("pull", put("/evil.tar", bytes.toByteArray())), "CH-MODULE-041", "leads elsewhere");
        assertThat(team.resolve("owned")).doesNotExist();
    }

    @Test
    void aBombIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        writer.file(TarHeader.file("zeros", 100 << 20), new byte[100 << 20]);
        writer.finish();

        fails(run("pull", put("/bomb.tar.gz", gzip(bytes.toByteArray()))), "CH-MODULE-041", "more than 64 MiB");
    }

    @Test
    void anArchiveThatIsCutOffIsRefused() throws IOException {
        byte[] half = Arrays.copyOf(gzip(tar), gzip(tar).length - 20);

        fails(run("pull", put("/half.tar.gz", half)), "CH-MODULE-041", "the archive");
        fails(run("pull", put("/half.tar", Arrays.copyOf(tar, 1024))), "CH-MODULE-041", "ends within a file");
    }

    @Test
    void anArchiveWithoutAModuleIsSaid() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        writer.file(TarHeader.file("README.md", 1), "x".getBytes(UTF_8));
        writer.finish();

        fails(run("pull", put("/none.tar", bytes.toByteArray())), "CH-MODULE-045", "module.yml");
    }

    @Test
    void aModuleIsReadAsItsFolderIs() throws IOException {
        byte[] marked = "\uFEFFname: web/nginx\nversion: 1.2.0\n".getBytes(UTF_8);
        byte[] latin = "name: web/nginx\nversion: 1.2.0\ndescription: caf\u00e9\n".getBytes(ISO_8859_1);

        assertThat(run("pull", put("/marked.tar", archive(marked))).err()).isEmpty();
        Captured refused = run("pull", put("/latin.tar", archive(latin)));

        assertThat(refused.err()).contains("[CH-MANIFEST-005]").contains("module.yml:3:17");
        assertThat(refused.code()).isEqualTo(2);
    }

    private static byte[] archive(byte[] module) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(bytes);
        writer.file(TarHeader.file("module.yml", module.length), module);
        writer.finish();
        return bytes.toByteArray();
    }

    @Test
    void anotherMachineHasToSpeakTls() {
        Captured run = run("pull", "http://modules.example.org/x.tar#" + Digest.of(tar));

        fails(run, "CH-MODULE-044", "--insecure modules.example.org");
    }

    @Test
    void aPolicyAsksForASignatureBesideIt() throws IOException {
        Files.createDirectories(team.resolve(".config/chandler"));
        Files.writeString(team.resolve(".config/chandler/policy.yml"), "unsigned: [user]\n");
        String reference = put("/nginx.tar", tar);

        fails(run("pull", reference), "CH-TRUST-010", "/nginx.tar");
        put("/nginx.tar.sig", "AAAA".getBytes(UTF_8));
        fails(run("pull", reference), "CH-TRUST-011", "web/nginx");
    }
}
