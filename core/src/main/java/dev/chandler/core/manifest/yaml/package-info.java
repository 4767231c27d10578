/** YAML read safely: a tree of raw text in which each node knows its place. Depends on {@code source}. */
@NullMarked
package dev.chandler.core.manifest.yaml;

import org.jspecify.annotations.NullMarked;
