package dev.chandler.core.manifest;

import dev.chandler.api.problem.ManifestException;
import dev.chandler.core.module.ModuleResolver;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a manifest of {@code chandler.yml}: includes, variables, templates, YAML, meaning.
 *
 * <p>Asks no engine and changes nothing but what a resolver of modules fetches. Stateless and thread-safe; a load takes some milliseconds, and at most some
 * ten seconds where a template has no end.
 */
public final class ManifestLoader {

    private static final Duration TEMPLATE_LIMIT = Duration.ofSeconds(10);

    private final Duration templateLimit;
    private final Consumer<String> unknownProvisioner;
    private final ModuleResolver modules;

    /**
     * Makes a loader.
     *
     * @param modules finds the modules that manifests use; not asked for a manifest that uses none
     */
    public ManifestLoader(ModuleResolver modules) {
        this(modules, id -> {});
    }

    /**
     * Makes a loader.
     *
     * @param modules finds the modules that manifests use; not asked for a manifest that uses none
     * @param unknownProvisioner is told of each word that stands where a provisioner's should and is none's, before that is
     *     taken for a mistake; what it throws ends the load
     */
    public ManifestLoader(ModuleResolver modules, Consumer<String> unknownProvisioner) {
        this(TEMPLATE_LIMIT, modules, unknownProvisioner);
    }

    ManifestLoader(Duration templateLimit, ModuleResolver modules, Consumer<String> unknownProvisioner) {
        this.templateLimit = templateLimit;
        this.modules = modules;
        this.unknownProvisioner = unknownProvisioner;
    }

    /**
     * Loads a manifest.
     *
     * @param request which one, and its variables
     * @param knownProvisioners the ids of all provisioners that there are
     * @param further finds what else is wrong with the steps that could be read; asked only where something is, so that
     *     all of it is told at once
     * @return the manifest
     * @throws ManifestException with all that is wrong, sorted by place
     * @throws InterruptedException if cancelled
     */
    public Manifest load(ManifestRequest request, Set<String> knownProvisioners, FurtherProblems further)
            throws InterruptedException {
        return resolution(request, knownProvisioners).manifest(further);
    }

    /**
     * Writes a manifest as it is after includes, variables, templates, {@code each:} and {@code when:}.
     *
     * @param request which one, and its variables
     * @param knownProvisioners the ids of all provisioners that there are
     * @return the same manifest, without variables
     * @throws ManifestException with all that is wrong, sorted by place
     * @throws InterruptedException if cancelled
     */
    public RenderedManifest render(ManifestRequest request, Set<String> knownProvisioners) throws InterruptedException {
        return resolution(request, knownProvisioners).rendered();
    }

    private ManifestResolution resolution(ManifestRequest request, Set<String> knownProvisioners) {
        return new ManifestResolution(request, knownProvisioners, unknownProvisioner, modules, templateLimit);
    }
}
