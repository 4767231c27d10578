package dev.chandler.cli.module;

import dev.chandler.api.cache.Digest;
import dev.chandler.api.problem.EngineException;
import dev.chandler.api.problem.Problem;
import dev.chandler.core.module.ModuleFolder;
import dev.chandler.core.module.content.ModuleContent;
import dev.chandler.lib.dockerconfig.DockerConfig;
import dev.chandler.lib.registry.PullTerms;
import dev.chandler.lib.registry.RegistryPull;
import dev.chandler.lib.registry.RegistryPush;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pushes modules to registries. */
public final class ModulePush {

    private final DockerConfig config;
    private final PullTerms terms;
    private final boolean force;

    /**
     * Makes one.
     *
     * @param environment the client's environment
     * @param insecure hosts that may speak plain HTTP, each with or without a port
     * @param force whether a version that is there may be replaced by another content
     */
    public ModulePush(Map<String, String> environment, Set<String> insecure, boolean force) {
        this.config = DockerConfig.of(environment);
        this.terms = new PullTerms(insecure, Duration.ofSeconds(60), Duration.ofMinutes(15));
        this.force = force;
    }

    /**
     * What came of it.
     *
     * @param reference where it is
     * @param digest the module's
     * @param isNew false where the same was there before
     */
    public record Pushed(String reference, Digest digest, boolean isNew) {}

    /**
     * Pushes a module under its version.
     *
     * @param module its folder
     * @param repository where to
     * @param signature the signature of its archive
     * @return what came of it
     * @throws dev.chandler.api.problem.ManifestException if it cannot be packed, or is of use here alone
     * @throws EngineException if the registry has another content under the same version, or refuses
     * @throws InterruptedException if cancelled; the tag is as it was
     */
    public Pushed push(ModuleFolder module, String repository, Optional<String> signature) throws InterruptedException {
        ModulePack.requireShareable(module.description());
        ModuleContent content = ModulePack.of(module);
        RegistryPush.Artifact artifact = ModuleArtifact.of(module.description(), content, signature);
        String reference =
                repository + ":" + ModuleArtifact.tag(module.description().version());
        Optional<RegistryPull.Manifest> there = there(reference);
        if (there.isPresent() && there.get().json().equals(artifact.manifest())) {
            return new Pushed(reference, content.digest(), false);
        }
        if (!force) {
            there.ifPresent(manifest -> requireSame(manifest, reference, content.digest()));
        }
        new RegistryPush(config, Path.of(System.getProperty("java.io.tmpdir"))).push(artifact, reference, terms);
        return new Pushed(reference, content.digest(), true);
    }

    private Optional<RegistryPull.Manifest> there(String reference) throws InterruptedException {
        try (RegistryPull registry = RegistryPull.open(reference, config, terms)) {
            return registry.find();
        } catch (IOException e) {
            throw SourceProblems.unreachable(reference, e);
        }
    }

    /** A signature, or a description, may be pushed for the same files. */
    private static void requireSame(RegistryPull.Manifest there, String reference, Digest digest) {
        String other = other(there, reference, digest);
        if (!other.isEmpty()) {
            throw new EngineException(
                    Problem.of("CH-MODULE-055", "the registry has another content as \"" + reference + "\"")
                            .because(other + ", and this one is " + digest)
                            .remedy("give the module another version; --force replaces what is there, which everybody"
                                    + " who has locked it is then refused"));
        }
    }

    private static String other(RegistryPull.Manifest there, String reference, Digest digest) {
        try {
            Digest found = ModuleArtifact.manifest(there.json(), reference).layer();
            return found.equals(digest) ? "" : "what is there is " + found;
        } catch (EngineException e) {
            return "what is there is no module";
        }
    }
}
