package dev.chandler.cli.module;

import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleReference;
import dev.chandler.core.module.ModuleSource;
import dev.chandler.core.module.content.KnownVersion;
import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.version.VersionRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder of a git repository: at one branch, tag or commit, or at each tag that names a version. Used by one thread. */
final class GitSource implements ModuleSource {

    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern TAG = Pattern.compile("(?:(.+)[/-])?v?(\\d+\\.\\d+\\.\\d+(?:[-+].*)?)");
    private static final String TAGS = "refs/tags/";

    private final ModuleReference.Git reference;
    private final Fetching fetching;
    private final GitRepository repository;
    private final Map<String, FetchedModule> fetched = new HashMap<>();
    private final Map<String, String> recorded = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();

    GitSource(ModuleReference.Git reference, Fetching fetching) {
        this.reference = reference;
        this.fetching = fetching;
        this.repository = new GitRepository(reference.url(), fetching.git(), place());
    }

    @Override
    public String place() {
        String subdir = reference.subdir().map(folder -> ":" + folder).orElse("");
        String behind = reference.ref().orElse("") + subdir;
        return "git+" + reference.url() + (behind.isEmpty() ? "" : "#" + behind);
    }

    @Override
    public boolean inPlace() {
        return false;
    }

    @Override
    public boolean has(LockedModule locked) {
        return commit(locked).isPresent();
    }

    private Optional<String> commit(LockedModule locked) {
        String before = place() + "@";
        return Optional.of(locked.source())
                .filter(source -> source.startsWith(before))
                .map(source -> source.substring(before.length()))
                .filter(commit -> COMMIT.matcher(commit).matches());
    }

    @Override
    public String recorded(String version) {
        return Optional.ofNullable(recorded.get(version))
                .orElseThrow(() -> new IllegalStateException(version + " of " + place() + " was not fetched"));
    }

    @Override
    public Optional<List<String>> versions() throws InterruptedException {
        if (fetching.options().offline()) {
            return Optional.of(
                    cache().known(place()).stream().map(KnownVersion::version).toList());
        }
        if (reference.ref().isPresent()) {
            return Optional.of(List.of(at(reference.ref().get(), Optional.empty())
                    .folder()
                    .description()
                    .version()));
        }
        if (tags.isEmpty()) {
            tags.putAll(versions(repository.refs(TAGS)));
        }
        return Optional.of(List.copyOf(tags.keySet()));
    }

    /** Tags by the versions that they name: where some name the module too, those alone are its. */
    private Map<String, String> versions(List<String> all) {
        Map<String, String> plain = new HashMap<>();
        Map<String, String> own = new HashMap<>();
        for (String tag : all) {
            Matcher parts = TAG.matcher(tag);
            if (parts.matches() && VersionRange.ANY.takes(parts.group(2))) {
                if (parts.group(1) == null) {
                    plain.put(parts.group(2), TAGS + tag);
                } else if (names().anyMatch(parts.group(1)::equals)) {
                    own.put(parts.group(2), TAGS + tag);
                }
            }
        }
        return own.isEmpty() ? plain : own;
    }

    /** What the module may be called in a tag. */
    private Stream<String> names() {
        String path = reference.subdir().orElse(reference.url().replaceFirst("(\\.git)?/*$", ""));
        return Stream.of(path, path.substring(path.lastIndexOf('/') + 1));
    }

    @Override
    public ModuleDescription description(String version) throws InterruptedException {
        return fetch(version, Optional.empty()).folder().description();
    }

    @Override
    public FetchedModule fetch(String version, Optional<LockedModule> pinned) throws InterruptedException {
        Optional<String> wanted = Optional.of(version);
        Optional<String> commit = pinned.flatMap(this::commit);
        if (pinned.isPresent() && commit.isPresent()) {
            recorded.put(version, pinned.get().source());
            Optional<FetchedModule> cached =
                    fetching.admission().pinned(pinned.get(), origin(commit.get(), wanted), true);
            return cached.isPresent() ? cached.get() : at(commit.get(), wanted);
        }
        FetchedModule known = fetched.get(version);
        if (known != null) {
            return known;
        }
        if (fetching.options().offline()) {
            return offline(version);
        }
        return at(reference.ref().orElse(tag(version)), wanted);
    }

    private String tag(String version) throws InterruptedException {
        versions();
        return Optional.ofNullable(tags.get(version)).orElse(TAGS + "v" + version);
    }

    private FetchedModule offline(String version) throws InterruptedException {
        for (KnownVersion known : cache().known(place())) {
            if (known.version().equals(version)) {
                Optional<FetchedModule> cached = fetching.admission()
                        .cached(
                                known.digest(),
                                origin(known.recorded().replaceFirst(".*@", ""), Optional.of(version)),
                                true);
                if (cached.isPresent()) {
                    recorded.put(version, known.recorded());
                    return cached.get();
                }
            }
        }
        throw SourceProblems.offline(place());
    }

    private FetchedModule at(String ref, Optional<String> version) throws InterruptedException {
        if (fetching.options().offline()) {
            throw SourceProblems.offline(place());
        }
        FetchedModule module;
        try (GitCheckout checkout = repository.fetch(ref)) {
            Origin origin = origin(checkout.commit(), version);
            module = fetching.admission()
                    .fetched(checkout.content(reference.subdir(), cache()), Optional.empty(), origin);
            String found = module.folder().description().version();
            recorded.put(found, place() + "@" + checkout.commit());
            fetched.put(found, module);
            cache().remember(place(), new KnownVersion(found, module.digest().orElseThrow(), recorded.get(found)));
        }
        return module;
    }

    private Origin origin(String commit, Optional<String> version) {
        return new Origin(place() + (COMMIT.matcher(commit).matches() ? "@" + commit : ""), place(), version);
    }

    private ModuleCache cache() {
        return fetching.admission().cache();
    }
}
