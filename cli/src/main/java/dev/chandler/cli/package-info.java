/** The command line: wires everything, words every error, decides every exit code. */
@NullMarked
package dev.chandler.cli;

import org.jspecify.annotations.NullMarked;
