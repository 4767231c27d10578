/**
 * Images on this machine without a daemon: file systems laid over each other by overlayfs, commands in namespaces, both by
 * the programs of util-linux.
 *
 * <p>{@code LocalEngine} is what Chandler sees; {@code StoreFolder} is all that is on the disk. Sources:
 * namespaces(7), pivot_root(2), Linux' Documentation/filesystems/overlayfs.rst. Depends on {@code dev.chandler.api} and
 * {@code lib} modules.
 */
@NullMarked
package dev.chandler.engine.local;

import org.jspecify.annotations.NullMarked;
