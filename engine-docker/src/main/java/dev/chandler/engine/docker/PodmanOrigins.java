package dev.chandler.engine.docker;

import com.google.gson.JsonParser;
import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * What a base's config holds, on Podman, which tells of health checks, ONBUILD and the like in neither of its APIs.
 *
 * <p>The one place where it gives a config as it is, is the image as an archive, with its layers before it: so that is
 * read once per image, and kept in the user's cache under the image's digest.
 */
final class PodmanOrigins implements BaseOrigins {

    private final DockerHttp http;
    private final Optional<Path> cache;

    PodmanOrigins(DockerHttp http, Map<String, String> environment) {
        this.http = http;
        this.cache = cache(environment);
    }

    private static Optional<Path> cache(Map<String, String> environment) {
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (caches.isEmpty() && home.isEmpty()) {
            return Optional.empty();
        }
        Path folder = caches.isEmpty() ? Path.of(home, ".cache") : Path.of(caches);
        return Optional.of(folder.resolve("chandler").resolve("podman-configs"));
    }

    @Override
    public BaseOrigin of(ImageFacts image) throws InterruptedException {
        Optional<byte[]> kept = kept(image.id());
        byte[] config = kept.isPresent() ? kept.get() : saved(image.id());
        if (kept.isEmpty()) {
            keep(image.id(), config);
        }
        return BaseOrigin.read(
                image.id(),
                JsonParser.parseString(new String(config, StandardCharsets.UTF_8))
                        .getAsJsonObject());
    }

    private Optional<byte[]> kept(Digest image) {
        try {
            if (cache.isPresent() && Files.exists(file(image))) {
                byte[] config = Files.readAllBytes(file(image));
                return Optional.of(config).filter(read -> Digest.of(read).equals(image));
            }
        } catch (IOException e) {
            // It can be had again.
        }
        return Optional.empty();
    }

    private Path file(Digest image) {
        return cache.orElseThrow().resolve(image.hex() + ".json");
    }

    private void keep(Digest image, byte[] config) {
        if (cache.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(cache.get());
            Path part = Files.createTempFile(cache.get(), image.hex(), ".part");
            Files.write(part, config);
            Files.move(part, file(image), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // It is read again the next time.
        }
    }

    private byte[] saved(Digest image) throws InterruptedException {
        Request request =
                new Request.Builder().url(http.at("images/" + image + "/get")).build();
        try (Response response = http.execute(request, Patience.WORK)) {
            if (!response.isSuccessful()) {
                throw unreadable(
                        image, Answer.words(response.code(), response.body().string()));
            }
            return config(image, response.body().byteStream());
        } catch (IOException e) {
            throw http.failure(e);
        }
    }

    private static byte[] config(Digest image, InputStream archive) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(image.hex() + ".json")) {
                    byte[] config = tar.readAllBytes();
                    if (Digest.of(config).equals(image)) {
                        return config;
                    }
                }
            }
        }
        throw unreadable(image, "its archive does not hold the config of that digest");
    }

    private static EngineException unreadable(Digest image, String why) {
        return DockerProblems.refused("cannot read the config of image " + image, why);
    }
}
