package dev.chandler.lib.registry;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.chandler.lib.dockerconfig.Credentials;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Shows a registry who asks, in the way that it wants: name and password, or a token that another server gives for them.
 *
 * <p>Source: <a href="https://distribution.github.io/distribution/spec/auth/token/">token authentication</a> of the
 * distribution project. Thread-safe.
 */
final class RegistryLogin implements Authenticator {

    private static final String HEADER = "Authorization";

    /** Tokens that list many rights have some thousand characters. */
    private static final long LONGEST_ANSWER = 256 << 10;

    private final OkHttpClient tokens;
    private final HttpUrl root;
    private final Optional<Credentials> login;
    private volatile String shown = "";

    /**
     * Knows a login.
     *
     * @param tokens asks for tokens
     * @param root the registry, which alone is shown the login or a token
     * @param login who asks; empty for nobody
     */
    RegistryLogin(OkHttpClient tokens, HttpUrl root, Optional<Credentials> login) {
        this.tokens = tokens;
        this.root = root;
        this.login = login;
    }

    /** Shows what was taken before, so that not every request is refused once. */
    Request.Builder shown(Request.Builder request) {
        return shown.isEmpty() ? request : request.header(HEADER, shown);
    }

    /** Gives up where what it has shown was not taken, and shows nothing to whom the registry has sent one on. */
    @Override
    public @Nullable Request authenticate(@Nullable Route route, Response response) throws IOException {
        if (!RegistryCalls.isSame(response.request().url(), root)) {
            return null;
        }
        for (Challenge challenge : response.challenges()) {
            Optional<String> answer = switch (challenge.scheme().toLowerCase(Locale.ROOT)) {
                case "bearer" -> token(challenge.authParams()).map(token -> "Bearer " + token);
                case "basic" -> basic();
                default -> Optional.empty();
            };
            if (answer.isPresent() && !isRepeated(response, answer.get())) {
                shown = answer.get();
                return response.request().newBuilder().header(HEADER, shown).build();
            }
        }
        return null;
    }

    /** A second token for the same request is a new one that is refused as the first was. */
    private static boolean isRepeated(Response response, String answer) {
        String before = response.request().header(HEADER);
        boolean again = response.priorResponse() != null;
        return before != null && (again || before.equals(answer));
    }

    private Optional<String> basic() {
        return login.filter(known -> !known.identityToken())
                .map(known -> okhttp3.Credentials.basic(known.username(), known.secret()));
    }

    private Optional<String> token(Map<@Nullable String, String> challenge) throws IOException {
        HttpUrl realm = HttpUrl.parse(String.valueOf(challenge.get("realm")));
        if (realm == null) {
            return Optional.empty();
        }
        try (Response response = tokens.newCall(request(realm, challenge)).execute()) {
            String body = response.peekBody(LONGEST_ANSWER).string();
            if (!response.isSuccessful()) {
                throw new RefusedException(
                        response.code() / 100 == 4 ? PushRefusal.LOGIN : PushRefusal.OTHER,
                        "asked for a token, " + realm.host() + " says: " + RegistryAnswer.words(response.code(), body));
            }
            return read(body);
        }
    }

    private Request request(HttpUrl realm, Map<@Nullable String, String> challenge) {
        String service = challenge.getOrDefault("service", "");
        String scope = challenge.getOrDefault("scope", "");
        Optional<Credentials> identity = login.filter(Credentials::identityToken);
        if (identity.isPresent()) {
            FormBody form = new FormBody.Builder()
                    .add("grant_type", "refresh_token")
                    .add("service", service)
                    .add("scope", scope)
                    .add("client_id", "chandler")
                    .add("refresh_token", identity.get().secret())
                    .build();
            return new Request.Builder().url(realm).post(form).build();
        }
        Request.Builder request = new Request.Builder()
                .url(realm.newBuilder()
                        .addQueryParameter("service", service)
                        .addQueryParameter("scope", scope)
                        .build());
        basic().ifPresent(header -> request.header(HEADER, header));
        return request.build();
    }

    private static Optional<String> read(String body) {
        try {
            JsonObject json = JsonParser.parseString(body).getAsJsonObject();
            String field = json.has("token") ? "token" : "access_token";
            return Optional.ofNullable(json.get(field)).map(token -> token.getAsString());
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
