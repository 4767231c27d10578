/** What is not wrong in a manifest but not wise. Depends on {@code api} alone. */
@NullMarked
package dev.chandler.core.manifest.lint;

import org.jspecify.annotations.NullMarked;
