package dev.chandler.engine.lxd;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import okhttp3.Headers;

/**
 * What the daemon answered: {@code {"type": "sync"|"async"|"error", "metadata": …}}.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the whole body; no member where it was no JSON
 */
record LxdAnswer(int status, Headers headers, JsonObject body) {

    static LxdAnswer read(int status, Headers headers, String text) {
        try {
            if (JsonParser.parseString(text) instanceof JsonObject body) {
                return new LxdAnswer(status, headers, body);
            }
        } catch (JsonParseException e) {
            // Not the daemon's form: the caller finds nothing in it.
        }
        return new LxdAnswer(status, headers, new JsonObject());
    }

    boolean ok() {
        return status >= 200 && status < 300 && !isLateError();
    }

    /** An error of which the daemon learned when it had said already that all was well. */
    boolean isLateError() {
        return status == 200 && Json.text(body, "type").equals("error");
    }

    boolean missing() {
        return status == 404;
    }

    /** There is one of that name already. LXD says so with 409, or with 400 or 500 and words of its database. */
    boolean taken() {
        return status == 409 || isTaken(words());
    }

    static boolean isTaken(String words) {
        return words.contains("already exists")
                || words.contains("UNIQUE constraint")
                || words.contains("already in use")
                || words.contains("busy running a \"create\" operation");
    }

    boolean isAsync() {
        return Json.text(body, "type").equals("async");
    }

    JsonElement metadata() {
        JsonElement metadata = body.get("metadata");
        return metadata == null ? JsonNull.INSTANCE : metadata;
    }

    JsonObject object() {
        return metadata() instanceof JsonObject object ? object : new JsonObject();
    }

    /** Given with a change, has the daemon refuse it with 412 where somebody else was first. */
    String etag() {
        String etag = headers.get("ETag");
        return etag == null ? "" : etag;
    }

    /** The daemon's own words of an error. */
    String words() {
        String words = Json.text(body, "error");
        return words.isEmpty() ? "status " + status : words;
    }

    /** The same, of a body that is read already. */
    static String words(String body) {
        String words = Json.text(read(0, Headers.EMPTY, body).body(), "error");
        return words.isEmpty() ? body.strip() : words;
    }
}
