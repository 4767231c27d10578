package dev.chandler.core.module;

import dev.chandler.core.manifest.source.SourceText;
import dev.chandler.core.manifest.yaml.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code module.yml} says of its module before any template is rendered.
 *
 * @param name how it is known, such as {@code web/nginx}
 * @param version its version, by <a href="https://semver.org/spec/v2.0.0.html">Semantic Versioning 2.0</a>
 * @param description one line for readers; may be empty
 * @param license an <a href="https://spdx.org/licenses">SPDX</a> expression
 * @param requires the modules that its steps use, in order, relative to its folder
 * @param engines the ids of the engines that it is for; empty for all
 * @param capabilities what the engine has to be capable of, each a {@link dev.chandler.api.engine.Capability}'s {@linkplain dev.chandler.api.engine.Capability#id() id}
 * @param plugins the ranges of the plugins that it needs, by their ids
 * @param parameters what declares its parameters, as {@code vars:} does variables
 * @param body the file without all that, a template
 */
public record ModuleDescription(
        String name,
        String version,
        String description,
        Optional<String> license,
        List<ModuleUse> requires,
        List<String> engines,
        List<String> capabilities,
        Map<String, String> plugins,
        Optional<Tree> parameters,
        SourceText body) {

    /** The file's name. */
    public static final String FILE = "module.yml";
}
