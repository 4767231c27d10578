/** What a project has pinned, by digest: {@code chandler.lock}. */
@NullMarked
package dev.chandler.core.lock;

import org.jspecify.annotations.NullMarked;
