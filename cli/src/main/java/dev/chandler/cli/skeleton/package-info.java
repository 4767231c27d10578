/** Projects to start a plugin or a module from: which files they have, made of templates that lie beside the classes. Knows {@code api} alone. */
@NullMarked
package dev.chandler.cli.skeleton;

import org.jspecify.annotations.NullMarked;
