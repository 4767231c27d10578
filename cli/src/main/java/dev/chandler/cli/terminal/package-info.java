/** What a terminal is and can do: its size, widths of text, colours, and the lines at its end that are written over. */
@NullMarked
package dev.chandler.cli.terminal;

import org.jspecify.annotations.NullMarked;
