/**
 * Tar archives read and written header by header, byte for byte: names and extended attributes need not be text.
 *
 * <p>Knows ustar, pax and GNU's long names; sparse files and continued volumes are refused. Depends on the JDK alone.
 */
@NullMarked
package dev.chandler.lib.oci.tar;

import org.jspecify.annotations.NullMarked;
