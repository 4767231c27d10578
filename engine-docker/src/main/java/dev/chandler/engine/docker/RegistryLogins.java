package dev.chandler.engine.docker;

import com.google.gson.JsonObject;
import dev.chandler.lib.dockerconfig.Credentials;
import dev.chandler.lib.dockerconfig.DockerConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What the daemon is to show to registries: the user's own logins, sent with each request that needs one. */
final class RegistryLogins {

    private final DockerConfig config;

    RegistryLogins(DockerConfig config) {
        this.config = config;
    }

    /** Finds the login for an image's registry. */
    Optional<Credentials> of(ImageName image) throws InterruptedException {
        return config.credentials(image.registry());
    }

    /**
     * The value of {@code X-Registry-Auth}, as the
     * <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#section/Authentication">API</a> has it.
     */
    static String header(Credentials credentials, String registry) {
        JsonObject json = new JsonObject();
        if (credentials.identityToken()) {
            json.addProperty("identitytoken", credentials.secret());
        } else {
            json.addProperty("username", credentials.username());
            json.addProperty("password", credentials.secret());
        }
        json.addProperty("serveraddress", registry);
        return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
