/** The provisioner's side of the SPI: it gets a communicator and never learns which engine is behind it. */
@NullMarked
package dev.chandler.api.provision;

import org.jspecify.annotations.NullMarked;
