/** Tools that steps have beside those of the base: finds out which they are, and reads them where they are to be kept. */
@NullMarked
package dev.chandler.core.toolbox;

import org.jspecify.annotations.NullMarked;
