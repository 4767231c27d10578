/** What a run looks like: for a terminal, for a log, for programs. */
@NullMarked
package dev.chandler.cli.progress;

import org.jspecify.annotations.NullMarked;
