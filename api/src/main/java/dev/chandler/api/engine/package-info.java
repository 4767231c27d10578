/** The engine's side of the SPI: endpoints, bases, instances, snapshots, what to publish. May use everything. */
@NullMarked
package dev.chandler.api.engine;

import org.jspecify.annotations.NullMarked;
