package dev.chandler.core.module.content;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A module in the cache.
 *
 * @param folder its files, absolute and real; nobody changes them
 * @param content the same as one archive
 * @param signature the signature that came with it; empty where none did
 */
public record CachedModule(Path folder, ModuleContent content, Optional<byte[]> signature) {}
