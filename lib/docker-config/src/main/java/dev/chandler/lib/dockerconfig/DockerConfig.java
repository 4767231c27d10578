package dev.chandler.lib.dockerconfig;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration folder of the {@code docker} client: {@code DOCKER_CONFIG}, else {@code ~/.docker}.
 *
 * <p>Every question reads the files anew. Thread-safe. A file that is not there says nothing; one that cannot be read
 * is an {@link EngineException}.
 */
public final class DockerConfig {

    /** What the Hub's credentials are kept under. */
    private static final String HUB = "https://index.docker.io/v1/";

    private final Map<String, String> environment;

    private DockerConfig(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Finds the folder, without reading anything.
     *
     * @param environment the client's environment
     * @return the configuration
     */
    public static DockerConfig of(Map<String, String> environment) {
        return new DockerConfig(environment);
    }

    /**
     * Where the files are.
     *
     * @return the folder, which need not be there; empty where the user has no home
     */
    public Optional<Path> folder() {
        String given = environment.getOrDefault("DOCKER_CONFIG", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given).toAbsolutePath());
        }
        String home = environment.getOrDefault("HOME", "");
        return home.startsWith("/") ? Optional.of(Path.of(home, ".docker")) : Optional.empty();
    }

    /**
     * The context that {@code docker context use} has chosen.
     *
     * @return its name; empty for the default one
     */
    public Optional<String> currentContext() {
        return text(config(), "currentContext").filter(name -> !name.equals("default"));
    }

    /**
     * Looks a context up.
     *
     * @param name its name
     * @return the context, if there is one of that name
     */
    public Optional<DockerContext> context(String name) {
        Optional<Path> contexts = folder().map(folder -> folder.resolve("contexts"));
        String id = sha256(name);
        return contexts.flatMap(
                        folder -> read(folder.resolve("meta").resolve(id).resolve("meta.json")))
                .map(meta -> context(
                        name, meta, contexts.get().resolve("tls").resolve(id).resolve("docker")));
    }

    private static DockerContext context(String name, JsonObject meta, Path tls) {
        JsonObject endpoint = object(object(meta, "Endpoints"), "docker");
        JsonElement skip = endpoint.get("SkipTLSVerify");
        return new DockerContext(
                name,
                text(endpoint, "Host").orElse(""),
                skip != null && skip.isJsonPrimitive() && skip.getAsBoolean(),
                Optional.of(tls).filter(Files::isDirectory));
    }

    /**
     * Finds what to show to a registry: from its own credential helper, else the store for all, else the file itself.
     *
     * @param registry its host and port; {@code docker.io} for the Hub
     * @return the credentials, if the user has logged in there
     * @throws EngineException if the configuration or a helper fails
     * @throws InterruptedException if cancelled
     */
    public Optional<Credentials> credentials(String registry) throws InterruptedException {
        JsonObject config = config();
        String server = server(registry);
        Optional<String> helper = text(object(config, "credHelpers"), server).or(() -> text(config, "credsStore"));
        if (helper.isPresent()) {
            return new CredentialProgram(helper.get(), environment).get(server);
        }
        for (Map.Entry<String, JsonElement> entry : object(config, "auths").entrySet()) {
            if (host(entry.getKey()).equals(host(server)) && entry.getValue() instanceof JsonObject auth) {
                return credentials(auth);
            }
        }
        return Optional.empty();
    }

    /** What a registry's credentials are kept under. */
    static String server(String registry) {
        return registry.equals("docker.io") ? HUB : registry;
    }

    /** Keys of old files are URLs. */
    private static String host(String server) {
        return server.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    }

    private Optional<Credentials> credentials(JsonObject auth) {
        Optional<String> token = text(auth, "identitytoken");
        if (token.isPresent()) {
            return Optional.of(new Credentials("", token.get()));
        }
        Optional<String> encoded = text(auth, "auth");
        if (encoded.isEmpty()) {
            return text(auth, "username")
                    .map(username ->
                            new Credentials(username, text(auth, "password").orElse("")));
        }
        String pair = decoded(encoded.get());
        int colon = pair.indexOf(':');
        if (colon < 0) {
            throw broken("an entry of \"auths\" is not a user and a password in Base64");
        }
        return Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private JsonObject config() {
        return folder().flatMap(folder -> read(folder.resolve("config.json"))).orElseGet(JsonObject::new);
    }

    private Optional<JsonObject> read(Path file) {
        try {
            return JsonParser.parseString(Files.readString(file)) instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (JsonParseException e) {
            throw broken(file + " is not JSON");
        } catch (IOException e) {
            throw broken(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private EngineException broken(String why) {
        return new EngineException(Problem.of(
                        "CH-ENGINE-020",
                        "cannot use the docker client's configuration in "
                                + folder().map(Path::toString).orElse("~/.docker"))
                .because(why)
                .remedy("correct it, or name another folder with DOCKER_CONFIG"));
    }

    private static JsonObject object(JsonObject parent, String field) {
        return parent.get(field) instanceof JsonObject object ? object : new JsonObject();
    }

    private static Optional<String> text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value == null || !value.isJsonPrimitive()
                ? Optional.empty()
                : Optional.of(value.getAsString()).filter(text -> !text.isEmpty());
    }

    private static String sha256(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
