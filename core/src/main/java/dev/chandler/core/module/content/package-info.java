/** What modules consist of: their files as one archive that is the same everywhere, and where those are kept by their digests. */
@NullMarked
package dev.chandler.core.module.content;

import org.jspecify.annotations.NullMarked;
