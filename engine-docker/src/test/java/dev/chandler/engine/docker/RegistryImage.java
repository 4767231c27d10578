package dev.chandler.engine.docker;

import static java.util.Objects.requireNonNull;

import dev.chandler.api.cache.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts an image for several architectures, made of one layer, into the testbed's registry. */
final class RegistryImage {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String INDEX = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String CONFIG = "application/vnd.docker.container.image.v1+json";
    private static final String LAYER = "application/vnd.docker.image.rootfs.diff.tar";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String registry = requireNonNull(System.getenv("CHANDLER_TESTBED_REGISTRY"), "testbed/up registry");
    private final String repository;

    RegistryImage(String repository) {
        this.repository = repository;
    }

    /** Pushes it; its name. */
    String push(byte[] layer, List<String> architectures) throws IOException, InterruptedException {
        blob(layer);
        List<String> entries = new ArrayList<>();
        for (String architecture : architectures) {
            byte[] config = json("{'architecture':'" + architecture
                    + "','os':'linux','config':{'Env':['ARCH=" + architecture
                    + "']},'rootfs':{'type':'layers','diff_ids':['" + Digest.of(layer) + "']}}");
            blob(config);
            byte[] manifest = json("{'schemaVersion':2,'mediaType':'" + MANIFEST + "','config':"
                    + descriptor(CONFIG, config) + ",'layers':[" + descriptor(LAYER, layer) + "]}");
            put("manifests/" + Digest.of(manifest), MANIFEST, manifest);
            String descriptor = descriptor(MANIFEST, manifest);
            entries.add(descriptor.substring(0, descriptor.length() - 1) + ",'platform':{'os':'linux','architecture':'"
                    + architecture + "'}}");
        }
        byte[] index =
                json("{'schemaVersion':2,'mediaType':'" + INDEX + "','manifests':[" + String.join(",", entries) + "]}");
        put("manifests/latest", INDEX, index);
        return registry + "/" + repository + ":latest";
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static String descriptor(String type, byte[] content) {
        return String.format("{'mediaType':'%s','size':%d,'digest':'%s'}", type, content.length, Digest.of(content));
    }

    private void blob(byte[] content) throws IOException, InterruptedException {
        HttpResponse<Void> begun = http.send(
                HttpRequest.newBuilder(at("blobs/uploads/"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        String location = begun.headers().firstValue("Location").orElseThrow();
        send(URI.create(location + "&digest=" + Digest.of(content)), "application/octet-stream", content);
    }

    private void put(String path, String type, byte[] content) throws IOException, InterruptedException {
        send(at(path), type, content);
    }

    private void send(URI uri, String type, byte[] content) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", type)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(uri + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private URI at(String path) {
        return URI.create("http://" + registry + "/v2/" + repository + "/" + path);
    }
}
