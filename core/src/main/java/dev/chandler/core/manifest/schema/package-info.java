/** What is made from the model of a manifest: the JSON Schema for editors and the tables of the reference. */
@NullMarked
package dev.chandler.core.manifest.schema;

import org.jspecify.annotations.NullMarked;
