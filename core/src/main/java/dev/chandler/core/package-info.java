/** The way in: loads, plans and builds. Reads in the order load, plan, walk, run, one package each. */
@NullMarked
package dev.chandler.core;

import org.jspecify.annotations.NullMarked;
