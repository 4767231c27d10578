package dev.chandler.cli.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.lock.LockedModule;
import dev.chandler.core.module.FetchedModule;
import dev.chandler.core.module.ModuleDescription;
import dev.chandler.core.module.ModuleSource;
import dev.chandler.core.module.ModuleUse;
import dev.chandler.core.module.content.KnownVersion;
import dev.chandler.core.module.content.ModuleCache;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.core.module.content.UnfitContentException;
import dev.chandler.core.version.VersionRange;
import dev.chandler.lib.registry.RegistryPull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository of a registry, whose tags are the versions of one module. Used by one thread. */
final class RegistrySource implements ModuleSource {

    /** How a policy calls what comes from registries, as it does of plugins. */
    private static final String TRUSTED = "oci:";

    private static final int CONFIG_BYTES = 1 << 20;
    private static final long LAYER_BYTES = 80L << 20;

    private final String repository;
    private final Fetching fetching;
    private final Map<String, Found> found = new HashMap<>();

    RegistrySource(String repository, Fetching fetching) {
        this.repository = repository;
        this.fetching = fetching;
    }

    /** What the registry says of a version. */
    private record Found(ModuleArtifact.Manifest manifest, ModuleDescription description) {}

    @Override
    public String place() {
        return repository;
    }

    @Override
    public boolean inPlace() {
        return false;
    }

    @Override
    public boolean has(LockedModule locked) {
        return locked.source().equals(repository);
    }

    @Override
    public String recorded(String version) {
        return repository;
    }

    @Override
    public Optional<List<String>> versions() throws InterruptedException {
        if (fetching.options().offline()) {
            return Optional.of(cache().known(repository).stream()
                    .map(KnownVersion::version)
                    .toList());
        }
        List<String> tags = asking(
                repository,
                registry -> registry.tags()
                        .orElseThrow(() -> SourceProblems.nothing(repository, "the registry has no such repository")));
        return Optional.of(tags.stream()
                .map(ModuleArtifact::version)
                .filter(VersionRange.ANY::takes)
                .toList());
    }

    @Override
    public ModuleDescription description(String version) throws InterruptedException {
        return fetching.options().offline()
                ? offline(version).folder().description()
                : found(version).description();
    }

    @Override
    public FetchedModule fetch(String version, Optional<LockedModule> pinned) throws InterruptedException {
        if (pinned.isPresent()) {
            Optional<FetchedModule> cached = admission()
                    .pinned(pinned.get(), origin(version), fetching.options().offline());
            if (cached.isPresent()) {
                return cached.get();
            }
        }
        return fetching.options().offline() ? offline(version) : online(version);
    }

    private FetchedModule offline(String version) throws InterruptedException {
        for (KnownVersion known : cache().known(repository)) {
            if (known.version().equals(version)) {
                Optional<FetchedModule> cached = admission().cached(known.digest(), origin(version), true);
                if (cached.isPresent()) {
                    return cached.get();
                }
            }
        }
        throw SourceProblems.offline(reference(version));
    }

    private FetchedModule online(String version) throws InterruptedException {
        Found said = found(version);
        Digest digest = said.manifest().layer();
        Optional<byte[]> signature = said.manifest().signature().map(text -> text.getBytes(StandardCharsets.UTF_8));
        Optional<ModuleContent> kept = cache().find(digest).map(cached -> cached.content());
        ModuleContent content = kept.isPresent() ? kept.get() : download(version, said.manifest());
        FetchedModule module = admission().fetched(content, signature, origin(version));
        requireSaid(module.folder().description(), said.description(), version);
        cache().remember(repository, new KnownVersion(version, digest, repository));
        return module;
    }

    /** Versions were chosen by what the config says, which nobody's signature is over. */
    private void requireSaid(ModuleDescription module, ModuleDescription said, String version) {
        boolean same = module.name().equals(said.name())
                && module.engines().equals(said.engines())
                && module.capabilities().equals(said.capabilities())
                && module.plugins().equals(said.plugins())
                && references(module).equals(references(said));
        if (!same) {
            throw new EngineException(
                    Problem.of("CH-MODULE-059", "\"" + reference(version) + "\" is not what it says it is")
                            .because("its config has another name, or other requirements, than the "
                                    + ModuleDescription.FILE + " in it")
                            .remedy("ask whoever publishes it to push it anew with \"chandler module push\""));
        }
    }

    private static List<String> references(ModuleDescription module) {
        return module.requires().stream().map(ModuleUse::reference).toList();
    }

    private Found found(String version) throws InterruptedException {
        Found known = found.get(version);
        if (known != null) {
            return known;
        }
        String reference = reference(version);
        Found read = asking(reference, registry -> {
            RegistryPull.Manifest json = registry.find()
                    .orElseThrow(() -> SourceProblems.nothing(reference, "the registry has no such version"));
            ModuleArtifact.Manifest manifest = ModuleArtifact.manifest(json.json(), reference);
            String config =
                    new String(blob(registry, manifest.config(), CONFIG_BYTES, reference), StandardCharsets.UTF_8);
            ModuleDescription description =
                    ModuleArtifact.description(config, reference, cache().place(manifest.layer()));
            if (!description.version().equals(version)) {
                throw SourceProblems.noArtifact(
                        reference, "its config says that it is the version " + description.version());
            }
            return new Found(manifest, description);
        });
        found.put(version, read);
        return read;
    }

    private ModuleContent download(String version, ModuleArtifact.Manifest manifest) throws InterruptedException {
        String reference = reference(version);
        byte[] tar = asking(reference, registry -> {
            if (manifest.layerBytes() > LAYER_BYTES) {
                throw SourceProblems.noArtifact(reference, "its layer has " + manifest.layerBytes() + " bytes");
            }
            return blob(registry, manifest.layer(), LAYER_BYTES, reference);
        });
        try {
            ModuleContent content = cache().packed(new ByteArrayInputStream(tar));
            if (!content.digest().equals(manifest.layer())) {
                throw SourceProblems.noArtifact(
                        reference,
                        "its layer is an archive, but not as modules are packed: it would be " + content.digest());
            }
            return content;
        } catch (UnfitContentException e) {
            throw SourceProblems.unfit(reference, e);
        }
    }

    private static byte[] blob(RegistryPull registry, Digest digest, long limitBytes, String reference)
            throws IOException {
        try (InputStream in = registry.blob(digest)) {
            byte[] content = in.readNBytes(Math.toIntExact(limitBytes) + 1);
            if (content.length > limitBytes) {
                throw SourceProblems.noArtifact(reference, "a blob of it has more than " + limitBytes + " bytes");
            }
            if (!Digest.of(content).equals(digest)) {
                throw SourceProblems.otherDigest(reference, digest, Digest.of(content));
            }
            return content;
        }
    }

    /** Asks the registry something. */
    private interface Question<T> {
        T ask(RegistryPull registry) throws IOException;
    }

    private <T> T asking(String name, Question<T> question) throws InterruptedException {
        try (RegistryPull registry =
                RegistryPull.open(name, fetching.config(), fetching.web().terms())) {
            return question.ask(registry);
        } catch (IOException e) {
            throw SourceProblems.unreachable(name, e);
        }
    }

    private Origin origin(String version) {
        return new Origin(reference(version), TRUSTED + reference(version), Optional.of(version));
    }

    private String reference(String version) {
        return repository + ":" + ModuleArtifact.tag(version);
    }

    private Admission admission() {
        return fetching.admission();
    }

    private ModuleCache cache() {
        return fetching.admission().cache();
    }
}
