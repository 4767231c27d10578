/**
 * Images brought to registries by the <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md">OCI
 * distribution protocol</a>, for engines that have no client of their own.
 */
@NullMarked
package dev.chandler.lib.registry;

import org.jspecify.annotations.NullMarked;
