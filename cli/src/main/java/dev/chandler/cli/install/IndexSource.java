package dev.chandler.cli.install;

import dev.chandler.cli.web.Web;
import dev.chandler.core.lock.LockedPlugin;
import dev.chandler.core.version.VersionRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * A plugin in an index that a web server has.
 *
 * @param text as it was written
 * @param index the index
 * @param id the plugin
 * @param range the versions that will do
 * @param web asks the server
 */
record IndexSource(String text, HttpUrl index, String id, VersionRange range, Web web) implements PluginSource {

    private static final int INDEX_BYTES = 8 << 20;

    @Override
    public boolean gave(LockedPlugin plugin) {
        return plugin.id().equals(id)
                && plugin.source().startsWith(index + "#" + id + "@")
                && range.takes(plugin.version());
    }

    @Override
    public Optional<String> wantedId() {
        return Optional.of(id);
    }

    @Override
    public String recorded(String version) {
        return index + "#" + id + "@" + version;
    }

    @Override
    public boolean worksOffline() {
        return false;
    }

    @Override
    public Offer offer() throws IOException {
        byte[] json = web.small(index, INDEX_BYTES);
        IndexEntry entry = IndexEntry.choose(json, index.toString(), id, range);
        HttpUrl url = index.resolve(entry.url());
        if (url == null) {
            throw IndexEntry.broken(index.toString(), "\"" + entry.url() + "\" is no address");
        }
        String suffix = Suffix.of(url.encodedPath())
                .orElseThrow(() ->
                        IndexEntry.broken(index.toString(), "\"" + entry.url() + "\" ends in neither .jar nor .zip"));
        return new Offer(
                recorded(entry.version()),
                suffix,
                Optional.of(entry.digest()),
                () -> web.open(url),
                () -> signature(entry, url),
                () -> {});
    }

    private Optional<byte[]> signature(IndexEntry entry, HttpUrl url) throws IOException {
        if (entry.signature().isPresent()) {
            return entry.signature().map(text -> text.getBytes(StandardCharsets.UTF_8));
        }
        HttpUrl beside = url.newBuilder()
                .encodedPath(url.encodedPath() + Suffix.SIGNATURE)
                .build();
        try {
            return Optional.of(web.small(beside, Offer.SIGNATURE_BYTES));
        } catch (Web.NothingThere e) {
            return Optional.empty();
        }
    }
}
