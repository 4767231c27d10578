package dev.chandler.lib.dockerconfig;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A {@code config.json} with one login alone, as the docker client and its kin read it.
 *
 * @param registry its host and port; {@code docker.io} for the Hub
 * @param credentials what is shown there
 */
public record LoginFile(String registry, Credentials credentials) {

    /**
     * Its content.
     *
     * @return JSON
     */
    public String text() {
        JsonObject auth = new JsonObject();
        if (credentials.identityToken()) {
            auth.addProperty("identitytoken", credentials.secret());
        } else {
            auth.addProperty("auth", pair());
        }
        JsonObject auths = new JsonObject();
        auths.add(DockerConfig.server(registry), auth);
        JsonObject file = new JsonObject();
        file.add("auths", auths);
        return new GsonBuilder().disableHtmlEscaping().create().toJson(file);
    }

    /**
     * What in it is a secret by itself.
     *
     * @return the password or token, and the user with the password as they are written in the file
     */
    public List<String> secrets() {
        return credentials.identityToken() ? List.of(credentials.secret()) : List.of(credentials.secret(), pair());
    }

    private String pair() {
        return Base64.getEncoder()
                .encodeToString((credentials.username() + ":" + credentials.secret()).getBytes(StandardCharsets.UTF_8));
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "LoginFile[" + registry + "]";
    }
}
