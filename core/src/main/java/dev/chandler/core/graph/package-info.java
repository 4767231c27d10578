/** The second arrow, first half: from a manifest to a directed graph of prepared steps. Asks no engine. */
@NullMarked
package dev.chandler.core.graph;

import org.jspecify.annotations.NullMarked;
