package dev.chandler.core.manifest;

import dev.chandler.api.problem.Problem;
import java.util.List;

/**
 * What is left of a manifest after includes, variables, templates, {@code each:} and {@code when:}.
 *
 * @param text YAML that loads as the same manifest, without variables
 * @param warnings what may be wrong with it
 */
public record RenderedManifest(String text, List<Problem> warnings) {

    /** Copies the list. */
    public RenderedManifest {
        warnings = List.copyOf(warnings);
    }
}
