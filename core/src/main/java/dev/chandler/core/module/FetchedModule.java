package dev.chandler.core.module;

import dev.chandler.api.cache.Digest;
import java.util.Optional;

/**
 * A module whose files are on this machine.
 *
 * @param digest the SHA-256 of its content; empty for a folder in place, whose files its users may change
 * @param folder the files
 */
public record FetchedModule(Optional<Digest> digest, ModuleFolder folder) {}
