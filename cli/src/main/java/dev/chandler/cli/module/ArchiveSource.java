package dev.chandler.cli.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.cli.web.Web;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleSource;
import dev.chandler.core.module.content.KnownVersion;
import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.core.module.content.UnfitContentException;
import dev.chandler.core.trust.SignatureFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import okhttp3.HttpUrl;

/**
 * A tar archive on a web server, compressed by gzip or not: one with a digest, or one for each version. Used by one thread.
 */
final class ArchiveSource implements ModuleSource {

    private static final String VERSION = "{version}";
    private static final int ARCHIVE_BYTES = 80 << 20;
    private static final int SIGNATURE_BYTES = 4 << 10;

    private final String url;
    private final Optional<Digest> digest;
    private final Fetching fetching;
    private final Map<String, FetchedModule> fetched = new HashMap<>();

    /**
     * Knows an archive.
     *
     * @param url its address, or the addresses of all with {@value #VERSION} in it
     * @param digest of the file; empty where the lock alone says what it has to be
     * @param fetching how it is fetched
     */
    ArchiveSource(String url, Optional<Digest> digest, Fetching fetching) {
        this.url = url;
        this.digest = digest;
        this.fetching = fetching;
    }

    @Override
    public String place() {
        return url + digest.map(known -> "#" + known).orElse("");
    }

    @Override
    public boolean inPlace() {
        return false;
    }

    @Override
    public boolean has(LockedModule locked) {
        return locked.source().equals(recorded(locked.version()));
    }

    @Override
    public String recorded(String version) {
        return place().replace(VERSION, version);
    }

    @Override
    public Optional<List<String>> versions() throws InterruptedException {
        if (!url.contains(VERSION)) {
            return Optional.of(List.of(only().folder().description().version()));
        }
        return fetching.options().offline()
                ? Optional.of(cache().known(place()).stream()
                        .map(KnownVersion::version)
                        .toList())
                : Optional.empty();
    }

    @Override
    public ModuleDescription description(String version) throws InterruptedException {
        return fetch(version, Optional.empty()).folder().description();
    }

    @Override
    public FetchedModule fetch(String version, Optional<LockedModule> pinned) throws InterruptedException {
        Optional<String> wanted = Optional.of(version);
        if (pinned.isPresent()) {
            Optional<FetchedModule> cached = fetching.admission()
                    .pinned(
                            pinned.get(),
                            origin(recorded(version), wanted),
                            fetching.options().offline());
            if (cached.isPresent()) {
                return cached.get();
            }
        }
        FetchedModule known = fetched.get(version);
        return known != null ? known : url.contains(VERSION) ? get(recorded(version), wanted) : only();
    }

    private FetchedModule only() throws InterruptedException {
        return fetched.isEmpty()
                ? get(url, Optional.empty())
                : fetched.values().iterator().next();
    }

    private FetchedModule get(String address, Optional<String> version) throws InterruptedException {
        FetchedModule module = remembered(version).orElse(null);
        if (module == null) {
            if (fetching.options().offline()) {
                throw SourceProblems.offline(address);
            }
            module = download(address, version);
            String found = module.folder().description().version();
            cache().remember(place(), new KnownVersion(found, module.digest().orElseThrow(), recorded(found)));
        }
        fetched.put(module.folder().description().version(), module);
        return module;
    }

    /** With a digest it can be no other than the last time; without one only who asks nobody takes that. */
    private Optional<FetchedModule> remembered(Optional<String> version) throws InterruptedException {
        if (digest.isEmpty() && !fetching.options().offline()) {
            return Optional.empty();
        }
        for (KnownVersion known : cache().known(place())) {
            if (version.isEmpty() || version.get().equals(known.version())) {
                Optional<FetchedModule> cached = fetching.admission()
                        .cached(
                                known.digest(),
                                origin(recorded(known.version()), Optional.of(known.version())),
                                fetching.options().offline());
                if (cached.isPresent()) {
                    return cached;
                }
            }
        }
        return Optional.empty();
    }

    private FetchedModule download(String address, Optional<String> version) throws InterruptedException {
        try {
            HttpUrl http = HttpUrl.get(address);
            byte[] file = fetching.web().small(http, ARCHIVE_BYTES);
            Digest found = Digest.of(file);
            if (!found.equals(digest.orElse(found))) {
                throw SourceProblems.otherDigest(address, digest.get(), found);
            }
            ModuleContent content = cache().unwrapped(uncompressed(file));
            return fetching.admission().fetched(content, signature(http), origin(address, version));
        } catch (Web.NothingThere e) {
            throw SourceProblems.nothing(address, String.valueOf(e.getMessage()));
        } catch (UnfitContentException e) {
            throw SourceProblems.unfit(address, e);
        } catch (IOException e) {
            throw SourceProblems.unreachable(address, e);
        }
    }

    private static InputStream uncompressed(byte[] file) throws UnfitContentException {
        InputStream in = new ByteArrayInputStream(file);
        boolean compressed = file.length > 1 && (file[0] & 0xff) == 0x1f && (file[1] & 0xff) == 0x8b;
        try {
            return compressed ? new BufferedInputStream(new GZIPInputStream(in)) : in;
        } catch (IOException e) {
            throw new UnfitContentException("it begins as gzip does, and goes on otherwise: " + e.getMessage());
        }
    }

    private Optional<byte[]> signature(HttpUrl address) throws IOException {
        HttpUrl beside = address.newBuilder()
                .encodedPath(address.encodedPath() + SignatureFile.ENDING)
                .build();
        try {
            return Optional.of(fetching.web().small(beside, SIGNATURE_BYTES));
        } catch (Web.NothingThere e) {
            return Optional.empty();
        }
    }

    private static Origin origin(String address, Optional<String> version) {
        return new Origin(address, address.replaceFirst("#.*", ""), version);
    }

    private ModuleCache cache() {
        return fetching.admission().cache();
    }
}
