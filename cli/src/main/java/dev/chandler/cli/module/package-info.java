/** Where modules are had from and brought to: folders, registries, git repositories, archives. */
@NullMarked
package dev.chandler.cli.module;

import org.jspecify.annotations.NullMarked;
