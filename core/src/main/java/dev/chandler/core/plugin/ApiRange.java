package dev.chandler.core.plugin;

import dev.chandler.api.ApiVersion;
import dev.chandler.api.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.DefaultVersionManager;

/** Holds a plugin's range, in PF4J's own language, against the API that is running. */
final class ApiRange {

    private ApiRange() {}

    static Optional<Problem> check(Path file, PluginHeaders headers) {
        try {
            return new DefaultVersionManager().checkVersionConstraint(ApiVersion.current(), headers.requires())
                    ? Optional.empty()
                    : Optional.of(Refusals.wrongRange(file, headers));
        } catch (RuntimeException e) {
            // The parser has a family of its own, which is not PF4J's to expose.
            return Optional.of(Refusals.unknownRange(file, headers, String.valueOf(e.getMessage())));
        }
    }
}
