/** Files as the user wrote them: reading them safely, and naming places in them. Depends on {@code api} alone. */
@NullMarked
package dev.chandler.core.manifest.source;

import org.jspecify.annotations.NullMarked;
