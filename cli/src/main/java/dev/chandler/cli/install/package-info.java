/** Plugins brought into a folder: from files, indexes, registries and Maven repositories. */
@NullMarked
package dev.chandler.cli.install;

import org.jspecify.annotations.NullMarked;
