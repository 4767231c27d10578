package dev.chandler.core.engine;

import java.util.Map;
import java.util.Optional;

/**
 * Which engine the user asks for.
 *
 * @param engine {@code --engine}
 * @param endpoint {@code --endpoint}
 * @param environment the client's environment
 */
public record EngineRequest(Optional<String> engine, Optional<String> endpoint, Map<String, String> environment) {}
