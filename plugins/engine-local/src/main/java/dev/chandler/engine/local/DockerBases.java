package dev.chandler.engine.local;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.artifact.Platform;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.engine.BaseReference;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.dockerconfig.DockerContext;
import dev.chandler.lib.oci.JsonFields;
import dev.chandler.lib.unixhttp.UnixHttp;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Images of this machine's own Docker daemon, which need not be at any registry. A daemon that is elsewhere, or does not answer, has
 * none. Thread-safe.
 *
 * <p>Source: <a href="https://docs.docker.com/reference/api/engine/version/v1.41/">Docker's API 1.41</a>, "Inspect an image" and
 * "Export an image".
 */
final class DockerBases {

    private static final String USUAL = "unix:///var/run/docker.sock";
    private static final String UNIX = "unix://";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Before the first byte the daemon packs the whole image. */
    private static final Duration PACKING = Duration.ofMinutes(10);

    private final Map<String, String> environment;

    DockerBases(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * What the daemon says of an image.
     *
     * @param id its digest there
     * @param origin its platform and how it is to be run
     */
    record Found(Digest id, ImageOrigin origin) {}

    /** Looks for an image by its name. */
    Optional<Found> find(ImageName name) throws InterruptedException {
        Optional<Path> socket = socket();
        if (socket.isEmpty()) {
            return Optional.empty();
        }
        OkHttpClient client =
                UnixHttp.client(socket.get()).callTimeout(PATIENCE).build();
        try (Response response = client.newCall(request(name, "json")).execute()) {
            return response.isSuccessful() ? Optional.of(read(response.body().string())) : Optional.empty();
        } catch (IOException | JsonParseException | IllegalStateException | IllegalArgumentException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while asking Docker for " + name.written());
            }
            return Optional.empty();
        } finally {
            UnixHttp.close(client);
        }
    }

    private static Found read(String text) {
        JsonObject told = JsonParser.parseString(text).getAsJsonObject();
        JsonObject config = new JsonObject();
        config.addProperty("os", JsonFields.text(told, "Os"));
        config.addProperty("architecture", JsonFields.text(told, "Architecture"));
        config.addProperty("variant", JsonFields.text(told, "Variant"));
        config.add("config", JsonFields.object(told, "Config"));
        return new Found(Digest.parse(JsonFields.text(told, "Id")), new ImageOrigin(config));
    }

    /** Writes an image into a file, as {@code docker save} does. */
    void save(BaseReference.Image reference, ImageName name, Path file) throws InterruptedException {
        Path socket = socket().orElseThrow(() -> BaseProblems.notFound(reference, "Docker is not there any more"));
        OkHttpClient client = UnixHttp.client(socket).readTimeout(PACKING).build();
        try (Response response = client.newCall(request(name, "get")).execute();
                InputStream archive = response.body().byteStream()) {
            if (!response.isSuccessful()) {
                throw BaseProblems.notFound(reference, "Docker answers with status " + response.code());
            }
            Files.copy(archive, file);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while Docker was giving " + reference);
            }
            throw BaseProblems.unreachable(reference, socket.toString(), BaseProblems.words(e));
        } finally {
            UnixHttp.close(client);
        }
    }

    private static Request request(ImageName name, String what) {
        HttpUrl url = new HttpUrl.Builder()
                .scheme("http")
                .host("localhost")
                .addPathSegment("images")
                .addPathSegments(name.whole())
                .addPathSegment(what)
                .build();
        return new Request.Builder().url(url).build();
    }

    /** The socket of the daemon that the docker client would use, where that is a socket of this machine. */
    private Optional<Path> socket() {
        DockerConfig config = DockerConfig.of(environment);
        String given = environment.getOrDefault("DOCKER_HOST", "");
        String address = !given.isEmpty()
                ? given
                : Optional.of(environment.getOrDefault("DOCKER_CONTEXT", ""))
                        .filter(name -> !name.isEmpty())
                        .or(config::currentContext)
                        .flatMap(config::context)
                        .map(DockerContext::host)
                        .filter(host -> !host.isEmpty())
                        .orElse(USUAL);
        return address.startsWith(UNIX)
                ? Optional.of(Path.of(address.substring(UNIX.length()))).filter(Files::exists)
                : Optional.empty();
    }

    /** Whether an image is for a platform. */
    static boolean suits(Found found, Optional<Platform> wanted) {
        return wanted.isEmpty() || found.origin().platform().suits(wanted.get());
    }
}
