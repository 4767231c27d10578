package dev.chandler.core.manifest;

import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a manifest, or those of one use of a module, have in common.
 *
 * @param module the module; empty for the manifest's own
 * @param env what they have over the manifest's environment
 * @param secrets what they may list, by the name that they know it by
 */
record StepScope(Optional<UsedModule> module, Map<String, String> env, Map<String, SecretSpec> secrets) {

    /** The manifest's own. */
    static StepScope ofManifest(Map<String, SecretSpec> secrets) {
        return new StepScope(Optional.empty(), Map.of(), secrets);
    }

    /** The id of a step. */
    String id(String own) {
        return module.map(used -> used.id(own)).orElse(own);
    }
}
