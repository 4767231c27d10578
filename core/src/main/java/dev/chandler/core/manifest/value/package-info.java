/** What variables and interpolations can be. Depends on nothing. */
@NullMarked
package dev.chandler.core.manifest.value;

import org.jspecify.annotations.NullMarked;
