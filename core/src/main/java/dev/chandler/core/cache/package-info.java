/** Keys and their preimages, and the files in which they are kept. Depends on {@code api} alone. */
@NullMarked
package dev.chandler.core.cache;

import org.jspecify.annotations.NullMarked;
