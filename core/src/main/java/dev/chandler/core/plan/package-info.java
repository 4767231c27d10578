/** The second arrow, second half: the graph with its keys, and what of it an engine has already. Starts nothing. */
@NullMarked
package dev.chandler.core.plan;

import org.jspecify.annotations.NullMarked;
