package dev.chandler.engine.lxd;

import com.google.gson.JsonObject;
import dev.chandler.api.engine.Endpoint;
import dev.chandler.lib.unixhttp.NewIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * How a client becomes one that a daemon trusts: by a token that the daemon has printed, or by its password. Immutable.
 *
 * <p>Only heeded where the daemon says that it does not trust this client. Source: LXD 5.0, {@code doc/authentication.md}.
 */
final class Joining {

    /** What {@code lxc config trust add --name NAME} prints, or {@code incus config trust add NAME}. */
    static final String TOKEN = "CHANDLER_LXD_TOKEN";

    /** LXD's {@code core.trust_password}. */
    static final String PASSWORD = "CHANDLER_LXD_PASSWORD";

    private final Optional<TrustToken> token;
    private final Optional<String> password;
    private final ClientFolders folders;

    private Joining(Optional<TrustToken> token, Optional<String> password, ClientFolders folders) {
        this.token = token;
        this.password = password;
        this.folders = folders;
    }

    /**
     * Reads what the environment says.
     *
     * @throws dev.chandler.api.problem.EngineException if it has a token that is none
     */
    static Joining of(Map<String, String> environment) {
        Optional<TrustToken> token =
                given(environment, TOKEN).map(text -> TrustToken.parse(text).orElseThrow(LxdProblems::noToken));
        return new Joining(token, given(environment, PASSWORD), ClientFolders.of(environment));
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    boolean isWanted() {
        return token.isPresent() || password.isPresent();
    }

    /** The SHA-256 of the certificate that the server has to have; empty where nothing says so. */
    Optional<String> fingerprint() {
        return token.map(TrustToken::fingerprint);
    }

    /** Sees to it that there is a certificate to be trusted: one is made where the user has none. */
    void prepare(Endpoint endpoint, HttpUrl url) {
        if (folders.identity(url).isEmpty()) {
            Path folder = folders.forNew().orElseThrow(() -> LxdProblems.noFolder(endpoint));
            try {
                NewIdentity.write(folder.resolve("client.crt"), folder.resolve("client.key"), "chandler");
            } catch (IOException e) {
                throw LxdProblems.noIdentity(folder, e);
            }
        }
    }

    /** Has the daemon trust the certificate that this connection shows. */
    void join(LxdHttp http) throws InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("type", "client");
        // LXD takes a token for a password; Incus, and newer versions of LXD, have a field of its own for it.
        body.addProperty(
                "password", token.map(TrustToken::secret).or(() -> password).orElse(""));
        token.ifPresent(known -> body.addProperty("trust_token", known.secret()));
        LxdAnswer answer = http.send("POST", http.outside("certificates"), body);
        // Another build of the same user may have been first.
        if (!answer.ok() && !isTrusted(http.greet())) {
            throw LxdProblems.notJoined(http.endpoint(), token.isPresent(), answer.words());
        }
    }

    /** Keeps the certificate of a server that a token was of: the next time nothing else says which it is. */
    void remember(HttpUrl url, JsonObject greeting) {
        String pem = Json.text(Json.object(greeting, "environment"), "certificate");
        Optional<Path> folder = folders.identity(url);
        if (token.isEmpty() || pem.isEmpty() || folder.isEmpty()) {
            return;
        }
        Path known = folder.get().resolve("servercerts");
        try {
            Files.createDirectories(known);
            Files.writeString(known.resolve(ClientFolders.fileName(url)), pem);
        } catch (IOException e) {
            throw LxdProblems.noIdentity(known, e);
        }
    }

    static boolean isTrusted(JsonObject greeting) {
        return Json.text(greeting, "auth").equals("trusted");
    }
}
