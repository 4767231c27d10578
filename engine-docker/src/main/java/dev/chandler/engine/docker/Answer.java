package dev.chandler.engine.docker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import okhttp3.Headers;

/**
 * What the daemon answered to a question.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the whole body
 */
record Answer(int status, Headers headers, String body) {

    boolean ok() {
        return status >= 200 && status < 300;
    }

    boolean missing() {
        return status == 404;
    }

    JsonElement json() {
        return JsonParser.parseString(body);
    }

    /** The daemon's own words of an error. */
    String words() {
        return words(status, body);
    }

    static String words(int status, String body) {
        try {
            JsonElement json = JsonParser.parseString(body);
            if (json instanceof JsonObject object && object.has("message")) {
                return DockerHttp.text(object, "message").strip();
            }
        } catch (JsonParseException e) {
            // Not the daemon's form of an error: whatever it said is shown as it is.
        }
        return body.isBlank() ? "status " + status : body.strip();
    }
}
