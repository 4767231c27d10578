package dev.chandler.cli.module;

import java.util.Optional;

/**
 * Where a content came from.
 *
 * @param shown how messages call it
 * @param trusted how a policy calls it
 * @param version the version that it has to be; empty where it may be any
 */
record Origin(String shown, String trusted, Optional<String> version) {}
