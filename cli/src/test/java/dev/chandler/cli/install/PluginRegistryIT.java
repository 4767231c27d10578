package dev.chandler.cli.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.Captured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code plugin install} from a real registry. */
@Timeout(60)
class PluginRegistryIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final String name = "chandler-it/" + UUID.randomUUID();

    @TempDir
    Path root;

    @Test
    void aPluginThatWasPushedIsInstalledByItsTagAndByItsDigest() throws Exception {
        String registry = requireNonNull(
                System.getenv("CHANDLER_TESTBED_REGISTRY"), "this test needs testbed/up; eval \"$(testbed/env)\"");
        Path jar = Motd.jar(root, "motd", "1.0.0");
        PluginArtifact artifact = PluginArtifact.jar(Files.readAllBytes(jar));
        URI repository = URI.create("http://" + registry + "/v2/" + name + "/");
        blob(repository, PluginArtifact.CONFIG.getBytes(UTF_8));
        blob(repository, artifact.content());
        put(repository.resolve("manifests/1.0"), "application/vnd.oci.image.manifest.v1+json", artifact.manifest());
        Digest manifest = Digest.of(artifact.manifest());

        for (String source : new String[] {":1.0", "@" + manifest}) {
            Path project = Files.createDirectories(root.resolve("project" + source.length()));
            Captured run = Captured.run(project, "plugin", "install", "oci:" + registry + "/" + name + source);

            assertThat(run.err()).isEmpty();
            assertThat(project.resolve(".chandler/plugins/motd-1.0.0.jar")).hasSameBinaryContentAs(jar);
            assertThat(project.resolve("chandler.lock")).content().contains("@" + manifest);
        }
    }

    private void blob(URI repository, byte[] content) throws IOException, InterruptedException {
        HttpResponse<Void> begun = http.send(
                HttpRequest.newBuilder(repository.resolve("blobs/uploads/"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        URI upload = repository.resolve(begun.headers().firstValue("Location").orElseThrow());
        String query = (upload.getRawQuery() == null ? "?" : "&") + "digest=" + Digest.of(content);
        put(URI.create(upload + query), "application/octet-stream", content);
    }

    private void put(URI to, String type, byte[] content) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(content))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
}
