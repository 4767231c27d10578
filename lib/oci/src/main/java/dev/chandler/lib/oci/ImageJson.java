package dev.chandler.lib.oci;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the JSON documents of images, which anybody may have written. */
final class ImageJson {

    /** No document of an image is as long; what is would be kept in memory. */
    private static final int LONGEST = 4 << 20;

    private ImageJson() {}

    /** Something that is read from a document. */
    interface Reading<T> {
        T read() throws UnreadableImageException;
    }

    /** What is read, where the document is what it should be. */
    static <T> T of(String document, Reading<T> reading) throws UnreadableImageException {
        try {
            return reading.read();
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw new UnreadableImageException(document + " is not what it should be: " + e.getMessage());
        }
    }

    static byte[] bytes(String document, InputStream in) throws UnreadableImageException {
        try {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new UnreadableImageException(document + " is longer than any such document");
            }
            return bytes;
        } catch (UnreadableImageException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableImageException(document, e);
        }
    }

    static JsonElement parsed(byte[] bytes) {
        return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The text of a field, empty where there is none. */
    static String text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        return value == null || value.isJsonNull() ? "" : value.getAsString();
    }

    /** The words of a list, none where there is none. */
    static List<String> words(JsonObject object, String field) {
        List<String> words = new ArrayList<>();
        if (object.get(field) instanceof JsonArray array) {
            array.forEach(word -> words.add(word.getAsString()));
        }
        return words;
    }
}
