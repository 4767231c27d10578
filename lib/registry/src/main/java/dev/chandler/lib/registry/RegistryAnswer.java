package dev.chandler.lib.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;

/** What a registry says where it refuses: a list of codes and messages, or anything. */
final class RegistryAnswer {

    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final int LONGEST = 500;
    private static final long READ = 16 << 10;

    private RegistryAnswer() {}

    /** The failure of a request that was answered. */
    static RefusedException refused(Response response) throws IOException {
        String words = words(response.code(), response.peekBody(READ).string());
        boolean busy = response.code() == TOO_MANY || response.code() >= SERVER;
        return new RefusedException(why(response.code()), words, busy);
    }

    private static PushRefusal why(int status) {
        return switch (status) {
            case 401, 403 -> PushRefusal.LOGIN;
            case 405 -> PushRefusal.READ_ONLY;
            default -> PushRefusal.OTHER;
        };
    }

    static String words(int status, String body) {
        List<String> words = new ArrayList<>();
        try {
            JsonObject json = JsonParser.parseString(body).getAsJsonObject();
            for (JsonElement error : json.getAsJsonArray("errors")) {
                JsonObject fields = error.getAsJsonObject();
                words.add((text(fields, "code") + ": " + text(fields, "message")).strip());
            }
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NullPointerException
                | ClassCastException e) {
            words.clear();
        }
        String said = words.isEmpty() ? body.strip() : String.join("; ", words);
        return "status " + status + (said.isEmpty() ? "" : ", " + said.substring(0, Math.min(said.length(), LONGEST)));
    }

    private static String text(JsonObject json, String field) {
        JsonElement value = json.get(field);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }
}
