package dev.chandler.core.why;

import dev.chandler.core.change.Change;
import dev.chandler.core.graph.Action;
import java.util.Optional;

/**
 * An input that has changed, and whose it is.
 *
 * @param change the input
 * @param action the action whose it is; empty for the base's
 */
record Altered(Change change, Optional<Action> action) {}
