/** What plugins are written against; the packages below, and the version that ranges are about. Depends on annotations alone. */
@NullMarked
package dev.chandler.api;

import org.jspecify.annotations.NullMarked;
