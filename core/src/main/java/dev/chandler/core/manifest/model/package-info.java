/** The keys of a manifest: what readers read by, and what the JSON Schema and the reference are made from. */
@NullMarked
package dev.chandler.core.manifest.model;

import org.jspecify.annotations.NullMarked;
