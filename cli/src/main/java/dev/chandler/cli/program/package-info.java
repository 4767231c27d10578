/** Programs of the user's that are run in their place, with their settings. */
@NullMarked
package dev.chandler.cli.program;

import org.jspecify.annotations.NullMarked;
