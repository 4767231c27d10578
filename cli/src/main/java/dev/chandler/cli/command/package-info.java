/** One class for each command. */
@NullMarked
package dev.chandler.cli.command;

import org.jspecify.annotations.NullMarked;
