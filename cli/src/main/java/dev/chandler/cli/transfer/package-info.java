/** Where states are carried to and from: folders, archives and registries. */
@NullMarked
package dev.chandler.cli.transfer;

import org.jspecify.annotations.NullMarked;
