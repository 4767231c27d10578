/** The provisioner {@code nix}: what Nix builds on the client, put into the instance with all that it refers to. */
@NullMarked
package dev.chandler.plugin.nix;

import org.jspecify.annotations.NullMarked;
