/**
 * HTTP over Unix sockets, TCP and TLS: sockets that OkHttp can use, whose timeouts, half-close and interruption work.
 *
 * <p>Depends on the JDK and OkHttp alone.
 */
@NullMarked
package dev.chandler.lib.unixhttp;

import org.jspecify.annotations.NullMarked;
