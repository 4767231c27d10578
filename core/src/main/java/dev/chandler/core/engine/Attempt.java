package dev.chandler.core.engine;

import dev.chandler.api.engine.Endpoint;
import dev.chandler.api.problem.Problem;
import java.util.Optional;

/**
 * One endpoint that was tried.
 *
 * @param engine the engine's id
 * @param endpoint the place; empty where the engine itself could not be asked for its places
 * @param description what answered there; empty if it cannot be used
 * @param problem why it cannot be used; empty if it can
 */
public record Attempt(
        String engine, Optional<Endpoint> endpoint, Optional<String> description, Optional<Problem> problem) {}
