package dev.chandler.lib.registry;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Reads the tags of a repository, page by page.
 *
 * <p>Source: <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-tags">OCI
 * distribution specification 1.1</a>, "Listing Tags"; the header that names the next page is of RFC 5988.
 */
final class RegistryTags {

    static final int PAGE_BYTES = 4 << 20;

    private static final String PAGE_TAGS = "1000";

    /** Far more versions than anything has; a registry that always names another page is not followed for ever. */
    private static final int MOST_PAGES = 100;

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>[^,]*;\\s*rel=\"?next\"?");

    private RegistryTags() {}

    /**
     * A page.
     *
     * @param json its text
     * @param links what it says of other pages
     * @param url where it came from
     */
    record Page(String json, List<String> links, HttpUrl url) {}

    /** Gets pages. */
    interface Pages {
        /** Gets one; empty where there is none. */
        Optional<Page> get(HttpUrl url) throws IOException;
    }

    static Optional<List<String>> read(HttpUrl first, Pages pages) throws IOException {
        List<String> tags = new ArrayList<>();
        HttpUrl url = first.newBuilder().addQueryParameter("n", PAGE_TAGS).build();
        for (int i = 0; i < MOST_PAGES; i++) {
            Optional<Page> page = pages.get(url);
            if (page.isEmpty()) {
                return i == 0 ? Optional.empty() : Optional.of(tags);
            }
            addTags(page.get(), tags);
            Optional<HttpUrl> next = next(page.get());
            if (next.isEmpty()) {
                return Optional.of(tags);
            }
            url = next.get();
        }
        throw new RefusedException(
                PushRefusal.OTHER, "its list of tags has more than " + MOST_PAGES + " pages of " + PAGE_TAGS);
    }

    private static Optional<HttpUrl> next(Page page) {
        return page.links().stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .findFirst()
                .flatMap(found -> Optional.ofNullable(page.url().resolve(found.group(1))));
    }

    private static void addTags(Page page, List<String> tags) throws RefusedException {
        try {
            JsonObject json = JsonParser.parseString(page.json()).getAsJsonObject();
            // Some registries have null for none.
            if (json.get("tags") instanceof JsonArray list) {
                for (JsonElement tag : list) {
                    tags.add(tag.getAsString());
                }
            }
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new RefusedException(PushRefusal.OTHER, "its list of tags is not JSON as it should be");
        }
    }
}
