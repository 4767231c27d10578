/** Variables: how they are declared, given and checked. Depends on {@code source}, {@code value} and {@code yaml}. */
@NullMarked
package dev.chandler.core.manifest.variable;

import org.jspecify.annotations.NullMarked;
